/// Finds the route of a path in as many steps as the path has segments.
///
/// Segments are compared as they were sent, before percent-decoding, so that an id may contain
/// `%2F`. A literal segment wins over a parameter.
struct RouteTrie: Sendable {
    private struct Node: Sendable {
        var literals: [(segment: [UInt8], child: Int)] = []
        var parameter: Int?
        var endpoints: [(method: Method, route: Int)] = []
    }

    /// What a search found.
    enum Outcome {
        case found(route: Int, captures: [ArraySlice<UInt8>])
        case otherMethods([Method])
        case nothing
    }

    private struct Search {
        let method: Method
        let segments: [ArraySlice<UInt8>]
        var captures: [ArraySlice<UInt8>] = []
        var allowed: [Method] = []
    }

    private var nodes = [Node()]

    private static let slash = UInt8(ascii: "/")

    /// Adds a route and returns the names of its parameters.
    mutating func insert(_ method: Method, _ pattern: String, route: Int) -> [String] {
        precondition(pattern.hasPrefix("/"), "The pattern \(pattern) must begin with a slash.")
        var names: [String] = []
        var node = 0
        for segment in RouteTrie.segments(of: pattern) {
            if let name = RouteTrie.parameterName(segment) {
                precondition(!names.contains(name), "\(pattern) has {\(name)} twice.")
                names.append(name)
                node = parameterChild(of: node)
            } else {
                node = literalChild(of: node, Array(segment))
            }
        }
        precondition(
            !nodes[node].endpoints.contains { $0.method == method },
            "There are two routes for \(method) \(pattern)."
        )
        nodes[node].endpoints.append((method, route))
        return names
    }

    /// Looks a path up.
    func find(_ method: Method, _ path: String) -> Outcome {
        guard path.utf8.first == RouteTrie.slash else { return .nothing }
        var search = Search(method: method, segments: RouteTrie.segments(of: path))
        if let route = descend(from: 0, segment: 0, &search) {
            return .found(route: route, captures: search.captures)
        }
        return search.allowed.isEmpty ? .nothing : .otherMethods(search.allowed)
    }

    private func descend(from node: Int, segment: Int, _ search: inout Search) -> Int? {
        guard segment < search.segments.count else {
            return endpoint(of: nodes[node].endpoints, &search)
        }
        let text = search.segments[segment]
        if let next = nodes[node].literals.first(where: { $0.segment.elementsEqual(text) }),
            let route = descend(from: next.child, segment: segment + 1, &search)
        {
            return route
        }
        guard let next = nodes[node].parameter, !text.isEmpty else { return nil }
        search.captures.append(text)
        if let route = descend(from: next, segment: segment + 1, &search) { return route }
        search.captures.removeLast()
        return nil
    }

    private func endpoint(
        of endpoints: [(method: Method, route: Int)],
        _ search: inout Search
    ) -> Int? {
        if let exact = endpoints.first(where: { $0.method == search.method }) {
            return exact.route
        }
        if search.method == .head, let get = endpoints.first(where: { $0.method == .get }) {
            return get.route
        }
        for (method, _) in endpoints {
            for allowed in method == .get ? [.get, .head] : [method]
            where !search.allowed.contains(allowed) {
                search.allowed.append(allowed)
            }
        }
        return nil
    }

    private mutating func parameterChild(of node: Int) -> Int {
        if let child = nodes[node].parameter { return child }
        nodes.append(Node())
        nodes[node].parameter = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func literalChild(of node: Int, _ segment: [UInt8]) -> Int {
        if let literal = nodes[node].literals.first(where: { $0.segment == segment }) {
            return literal.child
        }
        nodes.append(Node())
        nodes[node].literals.append((segment, nodes.count - 1))
        return nodes.count - 1
    }

    private static func segments(of path: String) -> [ArraySlice<UInt8>] {
        Array(path.utf8.dropFirst()).split(separator: slash, omittingEmptySubsequences: false)
    }

    private static func parameterName(_ segment: ArraySlice<UInt8>) -> String? {
        guard segment.first == UInt8(ascii: "{") else {
            precondition(!segment.contains(UInt8(ascii: "{")), "A parameter is a whole segment.")
            return nil
        }
        precondition(segment.last == UInt8(ascii: "}"), "A parameter's brace must be closed.")
        precondition(segment.count > 2, "A parameter needs a name.")
        return String(decoding: segment.dropFirst().dropLast(), as: UTF8.self)
    }
}
