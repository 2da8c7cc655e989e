/// Answers a request, or throws an error that becomes an answer.
public typealias Handler = @Sendable (Request) async throws -> Response

/// Judges a request by its head, before its body is read, and says who answers it if it may come in.
public typealias Admitter = @Sendable (Request) async throws -> Handler

/// One line of a table of routes: a method, a pattern, and who answers.
///
/// A pattern is a path whose segments are literal or a parameter in braces:
/// `/v1/users/{id}/streak`.
public struct Route: Sendable {
    /// The method; `HEAD` is answered by the `GET` of the same pattern.
    public let method: Method
    /// The pattern as it was written; a good label for metrics.
    public let pattern: String
    /// How long the body may be, when it differs from the router's limit; 0 where none is taken.
    public let maximumBodyBytes: Int?
    /// Whether pages of other origins may send such requests.
    public let isCrossOrigin: Bool
    /// Who lets requests in, and then answers them.
    let admitter: Admitter

    /// A line of the table, whose requests are judged once they are whole.
    public init(
        _ method: Method,
        _ pattern: String,
        maximumBodyBytes: Int? = nil,
        _ handler: @escaping Handler
    ) {
        self.method = method
        self.pattern = pattern
        self.maximumBodyBytes = maximumBodyBytes
        isCrossOrigin = false
        admitter = { _ in handler }
    }

    /// A line of the table for anybody, whoever they are: it takes no body, so that strangers cannot
    /// have one kept in memory.
    public init(open method: Method, _ pattern: String, _ handler: @escaping Handler) {
        self.init(method, pattern, maximumBodyBytes: 0, handler)
    }

    /// A line of the table, whose requests are judged by their head first.
    ///
    /// The first closure throws to refuse, and no body is read then: say, for want of a valid key.
    /// The request that it gets has no body unless that came together with the head. What it finds
    /// out is handed to the second.
    public init<Admitted: Sendable>(
        _ method: Method,
        _ pattern: String,
        maximumBodyBytes: Int? = nil,
        isCrossOrigin: Bool = false,
        admitting admit: @escaping @Sendable (Request) async throws -> Admitted,
        _ handler: @escaping @Sendable (Request, Admitted) async throws -> Response
    ) {
        self.method = method
        self.pattern = pattern
        self.maximumBodyBytes = maximumBodyBytes
        self.isCrossOrigin = isCrossOrigin
        admitter = { head in
            let admitted = try await admit(head)
            return { request in try await handler(request, admitted) }
        }
    }

    private init(_ route: Route, admitter: @escaping Admitter) {
        method = route.method
        pattern = route.pattern
        maximumBodyBytes = route.maximumBodyBytes
        isCrossOrigin = route.isCrossOrigin
        self.admitter = admitter
    }

    /// The same route, whose answers go through a closure.
    func answering(_ change: @escaping @Sendable (Request, Response) -> Response) -> Route {
        Route(self) { [admitter] head in
            let handler = try await admitter(head)
            return { request in change(request, try await handler(request)) }
        }
    }
}

/// The routes of one dialect, which share a way to tell callers about errors.
public struct RouteGroup: Sendable {
    /// The path below which unknown routes are reported in this group's way: `/v1`, or empty.
    public let prefix: String
    /// How errors become responses.
    public let errors: ErrorEncoder
    /// The table.
    public let routes: [Route]

    /// A group; its prefix is not added to the patterns, which are written out in full.
    public init(
        prefix: String = "",
        errors: @escaping ErrorEncoder = HTTPError.plainEncoder,
        _ routes: [Route]
    ) {
        precondition(
            prefix.isEmpty || (prefix.hasPrefix("/") && !prefix.hasSuffix("/")),
            "A prefix begins with a slash and does not end with one."
        )
        self.prefix = prefix
        self.errors = errors
        self.routes = routes
    }

    /// Whether a path lies below the prefix, by whole segments.
    func covers(_ path: String) -> Bool {
        guard path.utf8.starts(with: prefix.utf8) else { return false }
        let rest = path.utf8.dropFirst(prefix.utf8.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "/")
    }
}
