// Foundation reads the page.
import Foundation
import HTTP
import LaurelAPI
import Testing
import TrophyAPI
import Wire

/// The pages that tell developers what there is.
@Suite struct ReferenceTests {
    private static func pages() throws -> String {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let names = [
            "api/trophy", "api/stream", "api/webhooks", "api/dashboard", "api/reminders",
            "analytics", "experiments", "guides/import", "streaks/amnesties",
            "streaks/groups",
        ]
        return try names.map { name in
            try String(
                contentsOf: root.appendingPathComponent("docs/\(name).md"),
                encoding: .utf8
            )
        }.joined(separator: "\n")
    }

    /// The first two cells of every line of a table that begins with a method: `| GET | /path |`.
    private static func documentedRoutes() throws -> [String] {
        try pages().split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 3, cells[1].hasPrefix("`/") else { return nil }
            return "\(cells[0]) \(cells[1].filter { $0 != "`" })"
        }
    }

    @Test func `every route is in the pages once, and no other`() throws {
        let endpoints = (TrophyAPI.interfaces + LaurelAPI.interfaces()).flatMap(\.endpoints)
        let routes = endpoints.map { "\($0.method) \($0.pattern)" }
        let documented = try Self.documentedRoutes()
        #expect(documented.sorted() == routes.sorted())
    }
}
