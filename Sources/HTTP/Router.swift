/// Finds who answers a request, from a table of routes.
public struct Router: Sendable {
    private struct Entry: Sendable {
        let route: Route
        let parameterNames: [String]
        let errors: ErrorEncoder
    }

    private let limits: HTTPLimits
    private let groups: [RouteGroup]
    private var entries: [Entry] = []
    private var trie = RouteTrie()

    /// A router over the tables of several dialects.
    ///
    /// Two routes for the same method and path are a mistake in the program.
    public init(_ groups: [RouteGroup], limits: HTTPLimits = .standard) {
        self.limits = limits
        // The longest prefix speaks for an unknown path; among equals, the first.
        self.groups = groups.sorted { $0.prefix.utf8.count > $1.prefix.utf8.count }
        for group in groups {
            for route in group.routes { add(route, of: group) }
        }
    }

    /// A router over one table.
    public init(
        _ routes: [Route],
        errors: @escaping ErrorEncoder = HTTPError.plainEncoder,
        limits: HTTPLimits = .standard
    ) {
        self.init([RouteGroup(errors: errors, routes)], limits: limits)
    }

    private mutating func add(_ route: Route, of group: RouteGroup) {
        precondition(
            group.covers(route.pattern),
            "\(route.pattern) does not lie below its group's prefix \(group.prefix)."
        )
        precondition(
            (route.maximumBodyBytes ?? 0) <= limits.maximumRouteBodyBytes,
            "\(route.pattern) allows itself a larger body than any route may."
        )
        let names = trie.insert(route.method, route.pattern, route: entries.count)
        entries.append(Entry(route: route, parameterNames: names, errors: group.errors))
    }

    /// Every route, in the order of the tables.
    public var routes: [(method: Method, pattern: String)] {
        entries.map { ($0.route.method, $0.route.pattern) }
    }

    /// Finds who answers the request.
    ///
    /// There is always someone: a request that cannot be routed gets a handler that throws why.
    public func match(_ request: Request) -> Match {
        switch trie.find(request.method, request.path) {
        case .found(let index, let captures):
            return match(request, entries[index], captures)
        case .otherMethods(let methods):
            let names = methods.map(\.name).joined(separator: ", ")
            let message = "\(request.method) is not allowed on this path, only \(names)."
            return refuse(request, .methodNotAllowed(message, allowed: methods))
        case .nothing:
            let path = PercentEncoding.quoted(Array(request.path.utf8)[...]).dropFirst().dropLast()
            let message = "No such route: \(request.method) \(path). Check the method and the path."
            return refuse(request, .notFound(message))
        }
    }

    private func match(
        _ request: Request,
        _ entry: Entry,
        _ captures: [ArraySlice<UInt8>]
    ) -> Match {
        var request = request
        var problem = request.query.problem
        for (name, capture) in zip(entry.parameterNames, captures) {
            if let value = PercentEncoding.decode(capture, plusIsSpace: false) {
                request.pathParameters.append(.init(name: name, value: value))
            } else {
                let quote = PercentEncoding.quoted(capture)
                problem = .badRequest(
                    "The path parameter \(name), \(quote), is not valid percent-encoded UTF-8."
                )
            }
        }
        return Match(
            pattern: entry.route.pattern,
            request: request,
            handler: problem.map(Router.refusal) ?? entry.route.handler,
            errors: entry.errors
        )
    }

    private func refuse(_ request: Request, _ error: HTTPError) -> Match {
        Match(
            pattern: nil,
            request: request,
            handler: Router.refusal(error),
            errors: errors(for: request.path)
        )
    }

    private static func refusal(_ error: HTTPError) -> Handler {
        { _ in throw error }
    }

    /// How errors about a path are told when no route matches it.
    public func errors(for path: String) -> ErrorEncoder {
        groups.first { $0.covers(path) }?.errors ?? HTTPError.plainEncoder
    }
}

extension Router: Application {
    /// Answers a request by its route.
    public func respond(to request: Request) async -> Response {
        await match(request).answer().response
    }

    /// The limit of the route, or the general one.
    public func maximumBodyBytes(for method: Method, path: String) -> Int {
        guard case .found(let index, _) = trie.find(method, path) else {
            return limits.maximumBodyBytes
        }
        return entries[index].route.maximumBodyBytes ?? limits.maximumBodyBytes
    }

    /// Words a refusal in the way of the group that the path belongs to.
    public func response(to refusal: HTTPError, path: String) -> Response {
        errors(for: path)(refusal)
    }
}

/// Who answers one request, and in whose way.
public struct Match: Sendable {
    /// The route's pattern, a good label for metrics; nil when no route matched.
    public let pattern: String?
    /// The request with its path parameters.
    public let request: Request
    /// Who answers.
    public let handler: Handler
    /// How errors become responses.
    public let errors: ErrorEncoder

    /// Lets the handler answer, and words its error if it throws one.
    public func answer() async -> Answer {
        do {
            return Answer(response: try await handler(request), failure: nil)
        } catch {
            let failure = HTTPError(error)
            return Answer(response: errors(failure), failure: failure)
        }
    }
}

/// A response, with the error behind it for the log.
public struct Answer: Sendable {
    /// What the caller gets.
    public let response: Response
    /// What the handler threw, if it did.
    public let failure: HTTPError?
}
