import Access
import CivilTime
import Delivery
import Engine
import HTTP
import JSONText
import Service
import ServiceRuntime
import Synchronization
import Wire

/// What happens, as it happens, in server-sent events.
enum StreamCalls {
    /// Begins to tell what happens; asks again now and then whether the reader may still read.
    @Sendable static func open(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        let filter = FeedFilter(
            workspace: context.workspace,
            users: try users(in: query, for: context.principal),
            types: try types(in: query)
        )
        let subscription = try await context.service.feed.subscribe(
            filter,
            after: lastEventID(of: context.request),
            owner: context.principal.owner
        )
        let body = StreamBody(subscription, context)
        return Response(
            .ok,
            headers: [
                "Content-Type": "text/event-stream",
                // Nothing in between may keep it, or wait for more.
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            ],
            body: .stream(ChunkSource { try await body.next() })
        )
    }

    /// Makes a ticket that opens a stream once, in the name of whoever asks.
    @Sendable static func makeTicket(_ context: CallContext) async throws -> Response {
        let ticket = try await context.service.access.makeStreamTicket(for: context.request)
        return Response.json(.created, headers: ["Cache-Control": "no-store"]) { writer in
            writer.object { object in
                object.field("ticket", ticket.text)
                object.field("expiresAt", ticket.expiresAt.iso8601)
            }
        }
    }

    /// The header is what clients send by themselves when they come back; the query is for those
    /// that cannot set it the first time.
    private static func lastEventID(of request: Request) -> String? {
        let id = request.headers["Last-Event-ID"] ?? request.query.first("lastEventId")
        return id?.isEmpty == true ? nil : id
    }

    private static func users(in query: Query, for reader: Principal) throws -> [String]? {
        let users = query.list("userId")
        guard users.count <= LaurelLimits.maximumStreamUsers else {
            throw InvalidInput(
                path: "userId",
                problem: "may name at most \(LaurelLimits.maximumStreamUsers) users"
            )
        }
        for user in users {
            try UserWire.checkID(user, path: "userId")
            guard reader.userID?.isSameID(as: user) != false else {
                throw ServiceError(.forbidden, "You may read the events of your own user only.")
            }
        }
        return users.isEmpty ? reader.userID.map { [$0] } : users
    }

    private static func types(in query: Query) throws(InvalidInput) -> Set<FeedType>? {
        let names = query.list("type")
        guard !names.isEmpty else { return nil }
        var types: Set<FeedType> = []
        for name in names {
            guard let type = FeedType(rawValue: name) else {
                let known = FeedType.all.map(\.rawValue).joined(separator: ", ")
                throw InvalidInput(
                    path: "type",
                    problem: "must be one of \(known), not \"\(name.prefix(100))\""
                )
            }
            types.insert(type)
        }
        return types
    }
}

/// The body of a stream, which ends when its reader may read it no longer.
private final class StreamBody: Sendable {
    private let subscription: FeedSubscription
    private let context: CallContext
    private let checkedAt = Mutex(ContinuousClock.now)

    init(_ subscription: FeedSubscription, _ context: CallContext) {
        self.subscription = subscription
        self.context = context
    }

    func next() async throws -> [UInt8]? {
        guard let bytes = try await subscription.next() else { return nil }
        return try await isAllowed() ? bytes : nil
    }

    /// Whether the key or the token still opens the stream; asked again now and then.
    private func isAllowed() async throws -> Bool {
        let isDue = checkedAt.withLock { last in
            let now = ContinuousClock.now
            guard now - last >= LaurelLimits.streamCheckInterval else { return false }
            last = now
            return true
        }
        guard isDue else { return true }
        do {
            _ = try await context.identifyAgain()
            return true
        } catch let error as ServiceError where error.code == .unavailable {
            // A database that is away says nothing about the key.
            return true
        } catch {
            return false
        }
    }
}
