// Foundation reads the page.
import Foundation
import HTTP
import PhoenixAPI
import Testing
import Wire

/// The page that tells developers what there is.
@Suite struct ReferenceTests {
    private static func page() throws -> String {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(
            contentsOf: root.appendingPathComponent("docs/api/phoenix.md"),
            encoding: .utf8
        )
    }

    /// The first two cells of every line of a table that begins with a method: `| GET | /path |`.
    private static func documentedRoutes() throws -> [String] {
        try page().split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 3, cells[1].hasPrefix("`/v1") else { return nil }
            return "\(cells[0]) \(cells[1].filter { $0 != "`" })"
        }
    }

    @Test func `every route is in the page once, and no other`() throws {
        let routes = PhoenixAPI.endpoints.map { "\($0.method) \($0.pattern)" }
        #expect(try Self.documentedRoutes().sorted() == routes.sorted())
    }

    @Test func `anybody may read what the calls are`() async throws {
        let server = try await PhoenixServer()
        let reply = try await server.call(.get, "/v1/streaks/openapi", as: .nobody)
        #expect(reply.status == 200)
        #expect(try OpenAPIText(reply.body).problems() == [])
    }
}
