import CivilTime
import Engine
import ServiceRuntime
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
        var subscriptions: [Int: FeedSubscription] = [:]
        var countByOwner: [String: Int] = [:]
        var lastNumber = 0
        var intervalCount = 0
        var isStopped = false
        var tasks: [Task<Void, Never>] = []
    }

    private let database: any Database
    private let reader: FactReader
    private let workers: Workers
    private let clock: any Clock
    private let limits: ServiceLimits
    private let state = Mutex(State())
    private let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init(database: any Database, workers: Workers, clock: any Clock, limits: ServiceLimits) {
        self.database = database
        reader = FactReader(database: database, pageSize: limits.feedPageSize)
        self.workers = workers
        self.clock = clock
        self.limits = limits
        // One ring that nobody has heard yet stands for all.
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many are subscribed.
    var subscriberCount: Int { state.withLock(\.subscriptions.count) }

    /// Facts have been committed.
    func ring() {
        bell.yield()
    }

    /// Ends every stream, and begins no other.
    public func stop() {
        let (subscriptions, tasks) = state.withLock { state in
            state.isStopped = true
            return (Array(state.subscriptions.values), state.tasks)
        }
        bell.finish()
        for task in tasks { task.cancel() }
        for subscription in subscriptions { subscription.end() }
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
    ) async throws -> FeedSeat {
        while true {
            let head = try await currentHead()
            let start = try await start(after: id, head: head)
            // While that was read, the last subscriber may have gone, and the head with it.
            if let seat = try seat(filter, from: start, owner: owner) { return seat }
        }
    }

    private func seat(
        _ filter: FeedFilter,
        from start: FeedStart,
        owner: String
    ) throws -> FeedSeat? {
        let result = state.withLock { state -> Result<FeedSeat?, any Error> in
            if let refusal = refusal(of: owner, state) { return .failure(refusal) }
            guard let head = state.head else { return .success(nil) }
            state.lastNumber += 1
            let subscription = FeedSubscription(
                filter,
                after: max(head.place, start.cursor.place),
                maximumWaiting: limits.maximumWaitingFacts,
                maximumWaitingBytes: limits.maximumWaitingFactBytes
            )
            state.subscriptions[state.lastNumber] = subscription
            state.countByOwner[owner, default: 0] += 1
            if state.tasks.isEmpty { state.tasks = [listen(), tick()] }
            return .success(
                FeedSeat(
                    subscription,
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
        if state.subscriptions.count >= limits.maximumSubscribers {
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

    /// Gives up a place among the subscribers.
    func leave(_ number: Int, owner: String) {
        state.withLock { state in
            state.subscriptions[number] = nil
            let count = (state.countByOwner[owner] ?? 1) - 1
            state.countByOwner[owner] = count > 0 ? count : nil
            // What happens while nobody is there is not read, so the next one begins anew.
            if state.subscriptions.isEmpty { state.head = nil }
        }
    }

    /// Up to where facts have been offered, or would have been.
    private func currentHead() async throws -> FeedCursor {
        if let head = state.withLock(\.head) { return head }
        let now = clock.now()
        let head = try await run { [reader] _ throws(StorageError) in
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
        let horizon = clock.now() - ServiceLimits.factRetention + ServiceLimits.feedMargin
        guard let cursor = FeedCursor(id), cursor.epoch == head.epoch else {
            return FeedStart(cursor: try await firstKept(head), reset: .unknown)
        }
        guard cursor.at >= horizon else {
            return FeedStart(cursor: try await firstKept(head), reset: .expired)
        }
        // The usual case asks no database: when a server starts anew, all its clients come at once.
        if cursor.place <= head.place { return FeedStart(cursor: cursor) }
        let isConceivable = try await run { (database) throws(StorageError) in
            try database.read { (connection) throws(StorageError) in
                try connection.facts.isConceivable(cursor.place)
            }
        }
        guard isConceivable else {
            return FeedStart(cursor: try await firstKept(head), reset: .unknown)
        }
        return FeedStart(cursor: cursor)
    }

    /// The place before everything that is kept.
    private func firstKept(_ head: FeedCursor) async throws -> FeedCursor {
        let oldest = try await run { (database) throws(StorageError) in
            try database.read { (connection) throws(StorageError) in
                try connection.facts.oldestPlace()
            }
        }
        return FeedCursor(
            epoch: head.epoch,
            place: oldest?.justBefore ?? head.place,
            at: oldest?.toldAt ?? head.at
        )
    }

    /// Runs a closure on the database, where it keeps nobody waiting.
    private func run<Value: Sendable>(
        _ body: @escaping @Sendable (any Database) throws(StorageError) -> Value
    ) async throws -> Value {
        try await workers.run { [database] in
            try storage { () throws(StorageError) in try body(database) }
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
        let limit = limits.feedPageSize
        let facts = try await run { (database) throws(StorageError) in
            try database.read { (connection) throws(StorageError) in
                try connection.facts.placed(
                    after: place,
                    through: last,
                    in: filter.workspace,
                    limit: limit
                )
            }
        }
        let events = facts.compactMap { FeedEvent($0, epoch: epoch) }.filter(filter.passes)
        return (events, facts.count < limit ? nil : facts.last?.place)
    }

    /// Tells everybody what has happened since the last time; says whether something has happened
    /// that cannot be told yet.
    func poll() async throws -> Bool {
        while let head = state.withLock(\.head) {
            let now = clock.now()
            let page = try await run { [reader] _ throws(StorageError) in
                try reader.page(after: head.place)
            }
            guard let page else {
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
        let subscriptions = state.withLock { state in
            state.head = nil
            return Array(state.subscriptions.values)
        }
        for subscription in subscriptions { subscription.end() }
    }

    private func tell(_ facts: [PlacedFact], of epoch: Int64, at moment: Instant) {
        let events = facts.compactMap { FeedEvent($0, epoch: epoch) }
        state.withLock { state in
            guard let head = state.head, head.epoch == epoch else { return }
            let last = max(head.place, facts.last?.place ?? head.place)
            state.head = FeedCursor(epoch: epoch, place: last, at: moment)
            guard !events.isEmpty else { return }
            // Under the lock, so that everybody is offered events in their order.
            for subscription in state.subscriptions.values { subscription.offer(events) }
        }
    }

    /// Shows some of the subscribers that the stream lives: each in its turn, so that they are not
    /// all written to at once.
    func beat() {
        state.withLock { state in
            guard let head = state.head else { return }
            state.intervalCount += 1
            let turn = state.intervalCount % ServiceLimits.beatsApart
            for (number, subscription) in state.subscriptions
            where number % ServiceLimits.beatsApart == turn { subscription.beat(head) }
        }
    }

    /// Reads whenever the bell rings.
    private func listen() -> Task<Void, Never> {
        Task.detached { [weak self, rings] in
            for await _ in rings {
                var pause = ServiceLimits.settlingInterval
                // A database that is away is asked again with the next ring.
                while (try? await self?.poll()) == true, !Task.isCancelled {
                    try? await Task.sleep(for: pause)
                    pause = min(pause * 2, ServiceLimits.feedInterval)
                }
                // While one commit follows the other, a page has the facts of several.
                try? await Task.sleep(for: ServiceLimits.feedPause)
            }
        }
    }

    /// Rings now and then, as other processes cannot.
    private func tick() -> Task<Void, Never> {
        Task.detached { [weak self] in
            while !Task.isCancelled {
                self?.ring()
                self?.beat()
                try? await Task.sleep(for: ServiceLimits.feedInterval)
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
