import CivilTime
import Engine
public import ServiceRuntime
import Storage
import Synchronization

/// Tells facts to all who subscribed, in an order without gaps, as they happen.
///
/// One reader serves everybody: a commit of this process rings, and what other processes tell is
/// found by asking the database about once a second. Every page of facts is read and written once,
/// however many subscribers there are. Nobody who waits has a thread.
public final class FactFeed: Sendable {
    private struct State {
        /// Up to where facts have been offered to the subscribers; nothing while there are none.
        var head: FeedCursor?
        var queues: [Int: FeedQueue] = [:]
        var countByOwner: [String: Int] = [:]
        var lastNumber = 0
        var intervalCount = 0
        var isStopped = false
        var tasks: [Task<Void, Never>] = []
    }

    private let reader: FactReader
    private let workers: Workers
    private let clock: any Clock
    private let limits: DeliveryLimits
    private let state = Mutex(State())
    private let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    /// Others of this process who want to know when facts have been committed.
    private let listeners = Mutex<[@Sendable () -> Void]>([])

    /// What tells the facts of a database.
    public init(database: AsyncDatabase, clock: any Clock, limits: DeliveryLimits) {
        reader = FactReader(database: database.blocking, pageSize: limits.feedPageSize)
        workers = database.workers
        self.clock = clock
        self.limits = limits
        // One ring that nobody has heard yet stands for all.
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many are subscribed.
    public var subscriberCount: Int { state.withLock(\.queues.count) }

    /// Facts have been committed.
    public func ring() {
        bell.yield()
        for listener in listeners.withLock({ $0 }) { listener() }
    }

    /// Calls somebody, who must not wait, whenever facts have been committed by this process.
    public func alsoRing(_ listener: @escaping @Sendable () -> Void) {
        listeners.withLock { $0.append(listener) }
    }

    /// Ends every stream, and begins no other.
    public func stop() {
        let (queues, tasks) = state.withLock { state in
            state.isStopped = true
            return (Array(state.queues.values), state.tasks)
        }
        bell.finish()
        for task in tasks { task.cancel() }
        for queue in queues { queue.end() }
    }
}

/// A key has as many streams open as it may.
public struct TooManyStreams: Error {
    /// A sentence for the caller.
    public let message: String
}

// MARK: - Subscribing

extension FactFeed {
    /// Begins to tell somebody what happens: from now on, or after the event whose id is given.
    ///
    /// The owner is whoever's streams are counted together.
    public func subscribe(
        _ filter: FeedFilter,
        after id: String? = nil,
        owner: String
    ) async throws -> FeedSubscription {
        while true {
            let head = try await currentHead()
            let start = try await start(after: id, head: head)
            // While that was read, the last subscriber may have gone, and the head with it.
            if let subscription = try subscription(filter, from: start, owner: owner) {
                return subscription
            }
        }
    }

    private func subscription(
        _ filter: FeedFilter,
        from start: FeedStart,
        owner: String
    ) throws -> FeedSubscription? {
        let result = state.withLock { state -> Result<FeedSubscription?, any Error> in
            if let refusal = refusal(of: owner, state) { return .failure(refusal) }
            guard let head = state.head else { return .success(nil) }
            state.lastNumber += 1
            let queue = FeedQueue(
                filter,
                after: max(head.place, start.cursor.place),
                maximumWaiting: limits.maximumWaitingFacts,
                maximumWaitingBytes: limits.maximumWaitingFactBytes
            )
            state.queues[state.lastNumber] = queue
            state.countByOwner[owner, default: 0] += 1
            if state.tasks.isEmpty { state.tasks = [listen(), tick()] }
            return .success(
                FeedSubscription(
                    queue,
                    number: state.lastNumber,
                    owner: owner,
                    from: start,
                    joined: head.place,
                    feed: self
                )
            )
        }
        return try result.get()
    }

    private func refusal(of owner: String, _ state: State) -> (any Error)? {
        if state.isStopped {
            return ServiceError(.unavailable, "The server is shutting down. Connect again.")
        }
        if state.queues.count >= limits.maximumSubscribers {
            return ServiceError(
                .unavailable,
                "The server has as many streams open as it may. Connect again later."
            )
        }
        if state.countByOwner[owner] ?? 0 >= limits.maximumSubscribersOfKey {
            return TooManyStreams(
                message: "This key has \(limits.maximumSubscribersOfKey) streams open, which is as "
                    + "many as it may. Close some, or share one between your users."
            )
        }
        return nil
    }

    /// Ends a subscription.
    func leave(_ number: Int, owner: String) {
        state.withLock { state in
            state.queues[number] = nil
            let count = (state.countByOwner[owner] ?? 1) - 1
            state.countByOwner[owner] = count > 0 ? count : nil
            // What happens while nobody is there is not read, so the next one begins anew.
            if state.queues.isEmpty { state.head = nil }
        }
    }

    /// Up to where facts have been offered, or would have been.
    private func currentHead() async throws -> FeedCursor {
        if let head = state.withLock(\.head) { return head }
        let now = clock.now()
        let head = try await run { (reader) throws(StorageError) in
            let order = try reader.order()
            return FeedCursor(epoch: order.epoch, place: order.newest, at: now)
        }
        return state.withLock { state in
            if let head = state.head { return head }
            state.head = head
            return head
        }
    }

    /// Where a stream begins for a client that was told the event with an id last.
    private func start(after id: String?, head: FeedCursor) async throws -> FeedStart {
        guard let id else { return FeedStart(cursor: head) }
        let horizon = clock.now() - DeliveryLimits.factRetention + DeliveryLimits.feedMargin
        guard let cursor = FeedCursor(id), cursor.epoch == head.epoch else {
            return FeedStart(cursor: try await firstKept(head), reset: .unknown)
        }
        guard cursor.at >= horizon else {
            return FeedStart(cursor: try await firstKept(head), reset: .expired)
        }
        // The usual case asks no database: when a server starts anew, all its clients come at once.
        if cursor.place <= head.place { return FeedStart(cursor: cursor) }
        let isOfOrder = try await run { (reader) throws(StorageError) in
            try reader.isOfOrder(cursor.position)
        }
        guard isOfOrder else {
            return FeedStart(cursor: try await firstKept(head), reset: .unknown)
        }
        return FeedStart(cursor: cursor)
    }

    /// The place before everything that is kept.
    private func firstKept(_ head: FeedCursor) async throws -> FeedCursor {
        let oldest = try await run { (reader) throws(StorageError) in try reader.oldestPlace() }
        return FeedCursor(
            epoch: head.epoch,
            place: oldest?.justBefore ?? head.place,
            at: oldest?.toldAt ?? head.at
        )
    }

    /// Reads facts, where that keeps nobody waiting.
    private func run<Value: Sendable>(
        _ body: @escaping @Sendable (FactReader) throws(StorageError) -> Value
    ) async throws -> Value {
        try await workers.run { [reader] in
            try storage { () throws(StorageError) in try body(reader) }
        }
    }
}

// MARK: - Telling

extension FactFeed {
    /// The events that a subscriber wants from a page of facts, and the last place of that page;
    /// nothing when it is the last page.
    func page(
        after place: FactPlace,
        through last: FactPlace,
        for filter: FeedFilter,
        epoch: Int64
    ) async throws -> (events: [FeedEvent], last: FactPlace?) {
        let page = try await run { (reader) throws(StorageError) in
            try reader.page(after: place, through: last, in: filter.workspace)
        }
        let events = page.facts.compactMap { FeedEvent($0, epoch: epoch) }.filter(filter.passes)
        return (events, page.hasMore ? page.facts.last?.place : nil)
    }

    /// Tells everybody what has happened since the last time; says whether something has happened
    /// that cannot be told yet.
    func poll() async throws -> Bool {
        while let head = state.withLock(\.head) {
            let now = clock.now()
            let reading = try await run { (reader) throws(StorageError) in
                try reader.next(after: head.position)
            }
            guard case .page(let page) = reading else {
                beginAnew()
                return false
            }
            tell(page.facts, of: head.epoch, at: now)
            if !page.hasMore { return page.hasUnsettled }
        }
        return false
    }

    /// The server has been put back to before what was told last, so everybody comes back and is
    /// told that the order is another one.
    private func beginAnew() {
        let queues = state.withLock { state in
            state.head = nil
            return Array(state.queues.values)
        }
        for queue in queues { queue.end() }
    }

    private func tell(_ facts: [PlacedFact], of epoch: Int64, at moment: Instant) {
        let events = facts.compactMap { FeedEvent($0, epoch: epoch) }
        state.withLock { state in
            guard let head = state.head, head.epoch == epoch else { return }
            let last = max(head.place, facts.last?.place ?? head.place)
            state.head = FeedCursor(epoch: epoch, place: last, at: moment)
            guard !events.isEmpty else { return }
            // Under the lock, so that everybody is offered events in their order.
            for queue in state.queues.values { queue.offer(events) }
        }
    }

    /// Shows some of the subscribers that the stream lives: each in its turn, so that they are not
    /// all written to at once.
    func beat() {
        state.withLock { state in
            guard let head = state.head else { return }
            state.intervalCount += 1
            let turn = state.intervalCount % DeliveryLimits.beatsApart
            for (number, queue) in state.queues
            where number % DeliveryLimits.beatsApart == turn { queue.beat(head) }
        }
    }

    /// Reads whenever the bell rings.
    private func listen() -> Task<Void, Never> {
        Task.detached { [weak self, rings] in
            for await _ in rings {
                var pause = DeliveryLimits.settlingInterval
                // A database that is away is asked again with the next ring.
                while (try? await self?.poll()) == true, !Task.isCancelled {
                    try? await Task.sleep(for: pause)
                    pause = min(pause * 2, DeliveryLimits.feedInterval)
                }
                // While one commit follows the other, a page has the facts of several.
                try? await Task.sleep(for: DeliveryLimits.feedPause)
            }
        }
    }

    /// Rings now and then, as other processes cannot.
    private func tick() -> Task<Void, Never> {
        Task.detached { [weak self] in
            while !Task.isCancelled {
                self?.ring()
                self?.beat()
                try? await Task.sleep(for: DeliveryLimits.feedInterval)
            }
        }
    }
}

extension FactPlace {
    /// The last place before this one.
    fileprivate var justBefore: FactPlace {
        user > 0
            ? FactPlace(place: place, number: number, user: user - 1)
            : FactPlace(place: place, number: max(0, number - 1), user: .max)
    }
}
