import Catalogue
import CivilTime
public import Engine
public import HTTP
import ServiceRuntime
public import Storage

/// Which requests somebody wants to see.
public struct RequestFilter: Sendable {
    /// Whether they were done; both for nothing.
    public var isAccepted: Bool?
    /// Those about a user.
    public var user: String?
    /// Those of a key, by the beginning of its prefix.
    public var sender: String?
    /// Those whose path holds a text.
    public var path: String?

    /// Every request.
    public init() {}

    func takes(_ request: LoggedRequest) -> Bool {
        if let user, request.userID != user { return false }
        if let sender, !request.sender.hasPrefix(sender) { return false }
        if let path, !request.path.contains(path) { return false }
        return true
    }
}

// MARK: - Keeping

extension Access {
    /// Keeps that a request was refused.
    ///
    /// What the dashboard asks for is of no interest.
    func log(
        _ request: Request,
        from principal: Principal?,
        refused error: HTTPError,
        since started: ContinuousClock.Instant
    ) {
        guard principal?.identity == nil, request.headers["Laurel-Environment"] == nil else {
            return
        }
        requestLog.note(
            request,
            from: principal,
            status: error.status.code,
            error: error.message,
            at: clock.now(),
            since: started
        )
    }

    /// Keeps that a request changed something.
    func log(
        _ request: Request,
        from principal: Principal,
        _ status: Status,
        since started: ContinuousClock.Instant
    ) {
        guard principal.identity == nil, request.method != .get, request.method != .head else {
            return
        }
        requestLog.note(
            request,
            from: principal,
            status: status.code,
            error: nil,
            at: clock.now(),
            since: started
        )
    }

    /// Writes down what was asked since the last time.
    public func noteRequests() async throws {
        try await database.workers.run { try self.storeRequests() }
    }

    /// Writes down what was asked, on the caller's thread.
    func storeRequests() throws(StorageError) {
        let entries = requestLog.take()
        guard !entries.isEmpty else { return }
        let requests = entries.map(LoggedRequest.init)
        _ = try database.blocking.write { (connection) throws(StorageError) in
            try connection.requestLog.insert(requests)
        }
    }

    /// Forgets requests that are old, or too many.
    public func forgetRequests() async throws {
        let oldest = PublicID.make(at: clock.now() - AccessLimits.requestRetention)
        try await database.write { (connection) throws(StorageError) in
            try connection.allow(.round)
            try connection.requestLog.remove(
                isAccepted: false,
                before: oldest,
                keeping: AccessLimits.keptRefused
            )
            try connection.requestLog.remove(
                isAccepted: true,
                before: oldest,
                keeping: AccessLimits.keptAccepted
            )
        }
    }
}

// MARK: - Reading

extension Access {
    /// A page of requests that pass a filter, the newest first, before one that was seen; and where
    /// to go on.
    ///
    /// Requests of unknown senders belong to the environments' own workspaces.
    public func requests(
        about workspace: WorkspaceID,
        isHome: Bool,
        that filter: RequestFilter,
        before seen: String?,
        limit: Int
    ) async throws -> (requests: [LoggedRequest], next: String?) {
        let outcomes = filter.isAccepted.map { [$0] } ?? [false, true]
        let unknown = isHome ? LoggedRequest.nowhere : workspace
        // A UUID has no letter beyond f.
        let seen = seen ?? "g"
        return try await database.readSlowly { (connection) throws(StorageError) in
            var found: [LoggedRequest] = []
            var isCut = false
            for isAccepted in outcomes {
                let page = try connection.requestLog.page(
                    in: workspace,
                    orIn: unknown,
                    isAccepted: isAccepted,
                    before: seen,
                    limit: AccessLimits.searchedRequests
                )
                isCut = isCut || page.count == AccessLimits.searchedRequests
                found += page.filter(filter.takes)
            }
            let sorted = found.sorted { $0.id > $1.id }
            let hasMore = sorted.count > limit || (isCut && !sorted.isEmpty)
            let shown = Array(sorted.prefix(limit))
            return (shown, hasMore ? shown.last?.id : nil)
        }
    }
}

extension LoggedRequest {
    /// Where requests are of which nobody knows who sent them.
    static var nowhere: WorkspaceID { WorkspaceID(0) }

    /// A request as it is kept.
    init(_ entry: RequestLog.Entry) {
        let (request, principal) = (entry.request, entry.principal)
        self.init(
            id: PublicID.make(at: entry.at),
            workspace: principal?.workspace.id ?? Self.nowhere,
            isAccepted: entry.error == nil,
            at: entry.at,
            method: request.method.name,
            path: request.loggedPath,
            status: entry.status,
            sender: principal?.owner ?? "",
            userID: request.userInPath ?? LoggedBody.userID(in: request.body),
            address: request.clientAddress.map { "\($0)" } ?? "",
            microseconds: Int64(entry.duration / .microseconds(1)),
            error: entry.error,
            body: LoggedBody.text(of: request.body)
        )
    }
}

extension Request {
    /// The path with its query, without credentials that somebody put there by mistake.
    fileprivate var loggedPath: String {
        let items = query.items.map { item in
            let isSecret = Credential.isLike(item.value) || isNamedLikeSecret(item.name)
            return "\(item.name)=\(isSecret ? "(hidden)" : item.value)"
        }
        let whole = items.isEmpty ? path : "\(path)?\(items.joined(separator: "&"))"
        return String(whole.prefix(AccessLimits.loggedPathLength))
    }

    private func isNamedLikeSecret(_ name: String) -> Bool {
        ["key", "token", "auth", "secret", "password"].contains(where: name.lowercased().contains)
    }

    /// The user whom the path names.
    fileprivate var userInPath: String? { part(behind: ["users", "participants"]) }

    /// The user whom the body is about.
    public var userInBody: String? { LoggedBody.userID(in: body) }

    /// Why somebody asks, where the body says so.
    public var reasonInBody: String? { LoggedBody.reason(in: body) }
}
