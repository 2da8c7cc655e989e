/// Finds who answers a request, from a table of routes.
public struct Router: Sendable {
    private struct Entry: Sendable {
        let route: Route
        let parameterNames: [String]
        let errors: ErrorEncoder
    }

    private let limits: HTTPLimits
    private let unrouted: @Sendable (Request, HTTPError) -> HTTPError
    private let groups: [RouteGroup]
    private var entries: [Entry] = []
    private var trie = RouteTrie()

    /// A router over the tables of several dialects.
    ///
    /// Two routes for the same method and path are a mistake in the program. A request that no
    /// route takes is answered with an error, which the last closure may replace.
    public init(
        _ groups: [RouteGroup],
        limits: HTTPLimits = .standard,
        unrouted: @escaping @Sendable (Request, HTTPError) -> HTTPError = { $1 }
    ) {
        self.limits = limits
        self.unrouted = unrouted
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
            if let answer = preflight(request, methods) ?? options(request, methods) {
                return Match(
                    pattern: nil,
                    request: request,
                    maximumBodyBytes: 0,
                    admitter: { _ in { _ in answer } },
                    errors: errors(for: request.path)
                )
            }
            let names = methods.map(\.name).joined(separator: ", ")
            let message = "\(request.method) is not allowed on this path, only \(names)."
            return refuse(request, .methodNotAllowed(message, allowed: methods))
        case .nothing:
            let path = PercentEncoding.quoted(Array(request.path.utf8)[...]).dropFirst().dropLast()
            let message = "No such route: \(request.method) \(path). Check the method and the path."
            return refuse(request, .notFound(message))
        }
    }

    /// What a browser is told about the calls of a path that pages of other origins may make.
    private func preflight(_ request: Request, _ methods: [Method]) -> Response? {
        guard request.method == .options else { return nil }
        let open = methods.filter { method in
            guard case .found(let index, _) = trie.find(method, request.path) else { return false }
            return entries[index].route.isCrossOrigin
        }
        return open.isEmpty ? nil : CrossOrigin.preflight(request, methods: open)
    }

    /// What a path takes, for whoever asks that outright.
    ///
    /// A browser that asks for a page of another origin is not told: it would take that for a yes.
    private func options(_ request: Request, _ methods: [Method]) -> Response? {
        guard request.method == .options,
            request.headers["Access-Control-Request-Method"] == nil
        else { return nil }
        let names = (methods + [.options]).map(\.name).joined(separator: ", ")
        return Response(.noContent, headers: ["Allow": names])
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
            maximumBodyBytes: entry.route.maximumBodyBytes ?? limits.maximumBodyBytes,
            admitter: problem.map { refusal($0, of: request) } ?? entry.route.admitter,
            errors: entry.errors
        )
    }

    private func refuse(_ request: Request, _ error: HTTPError) -> Match {
        Match(
            pattern: nil,
            request: request,
            maximumBodyBytes: limits.maximumBodyBytes,
            admitter: refusal(error, of: request),
            errors: errors(for: request.path)
        )
    }

    private func refusal(_ error: HTTPError, of request: Request) -> Admitter {
        { [unrouted] _ in throw unrouted(request, error) }
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

    /// Judges a request by its route.
    public func admit(_ head: Request) async -> Admission {
        let match = match(head)
        switch await match.admit() {
        case .refused(let answer): return .refused(answer.response)
        case .admitted(let admitted):
            return .admitted(maximumBodyBytes: match.maximumBodyBytes) { body in
                await admitted.answer(body).response
            }
        }
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
    /// How long the body may be.
    public let maximumBodyBytes: Int
    /// Who lets the request in, and then answers it.
    let admitter: Admitter
    /// How errors become responses.
    public let errors: ErrorEncoder

    /// Answers a request that is whole.
    public func answer() async -> Answer {
        switch await admit() {
        case .refused(let answer): answer
        case .admitted(let admitted): await admitted.answer(request.body)
        }
    }

    /// Judges the request by its head.
    public func admit() async -> Decision {
        do {
            let handler = try await admitter(request)
            try requirePlainBody()
            return .admitted(Admitted(match: self, handler: handler))
        } catch {
            return .refused(answer(to: error))
        }
    }

    /// Whether a request may come in.
    public enum Decision: Sendable {
        case admitted(Admitted)
        case refused(Answer)
    }

    /// A request that may come in, and waits for its body.
    public struct Admitted: Sendable {
        let match: Match
        let handler: Handler

        /// Lets the handler answer, and words its error if it throws one.
        public func answer(_ body: [UInt8]) async -> Answer {
            var request = match.request
            request.body = body
            do {
                return Answer(response: try await handler(request), failure: nil)
            } catch {
                return match.answer(to: error)
            }
        }
    }

    fileprivate func answer(to error: any Error) -> Answer {
        let failure = HTTPError(error)
        return Answer(response: errors(failure), failure: failure)
    }

    /// Refuses a body that would have to be decompressed first.
    private func requirePlainBody() throws(HTTPError) {
        guard let coding = request.headers["Content-Encoding"], !coding.isEmpty,
            coding.lowercased() != "identity",
            request.method != .get, request.method != .head
        else { return }
        throw HTTPError(
            .unsupportedMediaType,
            "The body has the Content-Encoding \(PercentEncoding.quoted(Array(coding.utf8)[...])). "
                + "Send it as it is, without Content-Encoding.",
            headers: ["Accept-Encoding": "identity"]
        )
    }
}

/// A response, with the error behind it for the log.
public struct Answer: Sendable {
    /// What the caller gets.
    public let response: Response
    /// What the handler threw, if it did.
    public let failure: HTTPError?
}
