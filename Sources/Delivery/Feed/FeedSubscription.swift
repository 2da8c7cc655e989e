import Storage
import Synchronization

/// A client's subscription to the feed, which ends when nobody holds it any longer.
public final class FeedSubscription: Sendable {
    /// What a stream tells first, before it tells what happens now.
    enum Stage: Sendable {
        /// Where it begins, and why not where the client was.
        case opening(FeedStart)
        /// What happened since, up to where the queue began.
        case catchingUp(after: FactPlace)
        case live
    }

    private let feed: FactFeed
    private let number: Int
    private let owner: String
    private let queue: FeedQueue
    /// The last place that the queue does not have.
    private let joined: FactPlace
    private let epoch: Int64
    private let stage: Mutex<Stage>

    init(
        _ queue: FeedQueue,
        number: Int,
        owner: String,
        from start: FeedStart,
        joined: FactPlace,
        feed: FactFeed
    ) {
        self.queue = queue
        self.number = number
        self.owner = owner
        self.joined = joined
        epoch = start.cursor.epoch
        self.feed = feed
        stage = Mutex(.opening(start))
    }

    deinit {
        feed.leave(number, owner: owner)
    }

    /// Waits for the next bytes of the stream; nothing when it has ended.
    public func next() async throws -> [UInt8]? {
        while true {
            switch stage.withLock({ $0 }) {
            case .opening(let start):
                stage.withLock { $0 = .catchingUp(after: start.cursor.place) }
                return start.bytes
            case .catchingUp(let place) where place < joined:
                let bytes = try await catchUp(after: place)
                if !bytes.isEmpty { return bytes }
            case .catchingUp:
                stage.withLock { $0 = .live }
            case .live:
                return await queue.next()
            }
        }
    }

    private func catchUp(after place: FactPlace) async throws -> [UInt8] {
        let (events, last) = try await feed.page(
            after: place,
            through: joined,
            for: queue.filter,
            epoch: epoch
        )
        stage.withLock { $0 = last.map { .catchingUp(after: $0) } ?? .live }
        return events.flatMap(\.bytes)
    }
}

/// Where a stream begins.
struct FeedStart: Sendable {
    /// Everything up to here is not told.
    let cursor: FeedCursor
    /// Why it is not where the client was.
    var reset: FeedReset?

    /// What the client reads first.
    var bytes: [UInt8] {
        FeedText.opening(cursor) + (reset.map { FeedText.reset($0, from: cursor) } ?? [])
    }
}
