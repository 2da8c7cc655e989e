import HTTP
import JSONText
import Testing
import Wire

/// What the endpoints of some interfaces declare, to which every request and answer is held.
struct Contract: Sendable {
    private struct Entry: Sendable {
        let endpoint: Endpoint
        let errors: ErrorWording
    }

    private var entries: [String: Entry] = [:]

    init(_ interfaces: [Interface]) {
        for interface in interfaces {
            for endpoint in interface.endpoints {
                entries["\(endpoint.method) \(endpoint.pattern)"] = Entry(
                    endpoint: endpoint,
                    errors: interface.errors
                )
            }
        }
    }

    /// Records an issue for whatever an answer has, or its request had, that was not declared.
    func check(_ reply: Reply, to match: Match) {
        let method = match.request.method == .head ? HTTP.Method.get : match.request.method
        guard let pattern = match.pattern, let entry = entries["\(method) \(pattern)"] else {
            return
        }
        let problems = problems(of: reply, entry) + problems(of: match.request, entry, reply)
        for problem in problems {
            Issue.record("\(method) \(pattern), \(reply.status): \(problem)")
        }
    }

    private func problems(of reply: Reply, _ entry: Entry) -> [String] {
        guard let answer = entry.endpoint.answer(Status(reply.status), in: entry.errors) else {
            return ["the status is not declared: \(reply.body)"]
        }
        return switch answer.content {
        case .empty: reply.body.isEmpty ? [] : ["the body is not empty: \(reply.body)"]
        case .json(let schema): schema.problems(in: reply.json)
        case .failure: entry.errors.schema.problems(in: reply.json)
        case .other(let type): problems(of: reply.headers["Content-Type"], type)
        }
    }

    private func problems(of type: String?, _ expected: String) -> [String] {
        let isExpected = type?.hasPrefix(expected.prefix { $0 != "*" }) == true
        return isExpected ? [] : ["the type is \(type ?? "none"), not \(expected)"]
    }

    /// What a request that was understood had in it besides what is declared.
    private func problems(of request: Request, _ entry: Entry, _ reply: Reply) -> [String] {
        // Items that are told as issues were not accepted.
        guard (200..<300).contains(reply.status), reply.count("issues") ?? 0 == 0 else { return [] }
        let known = Set(
            entry.endpoint.parameters.filter { $0.location == .query }.map(\.name)
        )
        let unknown = request.query.items.map(\.name).filter { !known.contains($0) }
        let problems = unknown.map { "the parameter \($0) is not declared" }
        guard let schema = entry.endpoint.body?.schema else { return problems }
        let body = (try? JSON(parsing: request.body)) ?? .null
        return problems
            + schema.problems(in: body)
            .filter { problem in !Self.unknownFields.contains { problem.hasSuffix(" \($0)") } }
            .map { "the accepted body: \($0)" }
    }

    /// The names that tests give to fields which nobody knows, to see them ignored.
    private static let unknownFields = ["color", "theme"]
}
