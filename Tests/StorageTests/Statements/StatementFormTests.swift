// Foundation walks the folders and reads the files.
import Foundation
import Storage
import Testing

/// Every statement about a table that is spread over machines is held to the forms that work there.
@Suite struct StatementFormTests {
    private static let spread = Set(
        Schema.distributedTables.map { $0.filter { $0 != "\"" } }
    )

    @Test func `statements about users' tables have forms that can be spread`() {
        let statements = Self.statements
        #expect(statements.count > 80)
        for statement in statements where StatementForm(statement) == nil {
            guard !Self.onlyOnSQLite.contains(where: statement.text.hasPrefix) else { continue }
            Issue.record("\(statement.place) has no form that is known to work: \(statement.text)")
        }
    }

    /// Forms that the other engine alone is sent, where a statement runs for each row.
    private static let onlyOnSQLite = [
        "DELETE FROM user_zone WHERE user_key IN (SELECT user_key FROM §BATCH)",
        "INSERT INTO metric_day (user_key, metric_id, day, change, event_count, total) "
            + "SELECT user_key, metric_id, day, change, event_count, coalesce(",
    ]

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let form: StatementForm?
    }

    static let rows = [
        Row(testDescription: "SELECT total FROM points_balance WHERE user_key = §", form: .oneUser),
        Row(testDescription: "SELECT § FROM \"user\" WHERE user_key §ANY", form: .anyOfKeys),
        Row(
            testDescription:
                "SELECT § FROM §BATCH JOIN event ON event.user_key = batch.user_key",
            form: .joinedKeys
        ),
        Row(
            testDescription:
                "SELECT § FROM §BATCH JOIN event ON event.user_key = batch.user_key FOR UPDATE",
            form: nil
        ),
        Row(
            testDescription: "SELECT § FROM \"user\" WHERE user_key §ANY FOR NO KEY UPDATE",
            form: nil
        ),
        Row(
            testDescription:
                "SELECT § FROM fact LEFT JOIN \"user\" ON \"user\".user_key = fact.user_key",
            form: nil
        ),
        Row(
            testDescription: "DELETE FROM event WHERE (user_key) IN (SELECT user_key FROM §BATCH)",
            form: nil
        ),
        Row(
            testDescription:
                "DELETE FROM event USING §BATCH WHERE event.user_key = batch.user_key",
            form: .deleteByKeys
        ),
        Row(
            testDescription:
                "UPDATE event SET day = batch.day FROM §BATCH WHERE event.user_key = batch.user_key",
            form: .updateByKeys
        ),
        Row(
            testDescription:
                "UPDATE event SET day = batch.day FROM §BATCH WHERE event.metric_id = batch.metric_id",
            form: nil
        ),
        Row(testDescription: "INSERT INTO event (§) SELECT § FROM §BATCH", form: .insertOfRows),
        Row(
            testDescription:
                "INSERT INTO event (§) SELECT §, (SELECT max(e.day) FROM event e) FROM §BATCH",
            form: nil
        ),
        Row(testDescription: "SELECT count(*) FROM event WHERE day > §", form: .readOfAll),
        Row(
            testDescription: "SELECT count(*) FROM event e JOIN user_note n ON n.day = e.day",
            form: nil
        ),
        Row(testDescription: "DELETE FROM board_score WHERE board_id = §", form: .changeOfAll),
        Row(
            testDescription:
                "DELETE FROM board_score WHERE board_id IN (SELECT board_id FROM board)",
            form: nil
        ),
    ]

    @Test(arguments: rows) func `a form is told by a statement's text`(row: Row) {
        let statement = Statement(place: "", text: row.testDescription, spread: Self.spread)
        #expect(StatementForm(statement) == row.form)
    }

    // MARK: - The sources

    private static let sources = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources")

    /// The statements of all sources but for migrations, which come before tables are spread.
    private static let statements: [Statement] = {
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        var found: [Statement] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift", !file.path.contains("/Migrations/"),
                let text = try? String(contentsOf: file, encoding: .utf8)
            else { continue }
            found += statements(in: text, of: file.lastPathComponent)
        }
        return found.filter(\.isAboutSpreadTables)
    }()

    private static func statements(in text: String, of file: String) -> [Statement] {
        // A text in a source, on several lines or on one.
        let literal = #/"""\n(?<long>(?s:.*?))"""|"(?<short>(?:[^"\\\n]|\\.)*)"/#
        return text.matches(of: literal).compactMap { match in
            let inside = match.output.long ?? match.output.short ?? ""
            let marked = marked(String(inside))
            guard marked.contains(/^(SELECT|INSERT|UPDATE|DELETE|WITH)\s/) else { return nil }
            let before = text[..<match.range.lowerBound]
            let line = before.split(separator: "\n", omittingEmptySubsequences: false).count
            return Statement(place: "\(file): \(line)", text: marked, spread: spread)
        }
    }

    /// A literal on one line, with marks for what is put into it.
    private static func marked(_ literal: String) -> String {
        var text = ""
        var rest = Substring(literal)
        while let start = rest.range(of: "\\(") {
            text += rest[..<start.lowerBound]
            var depth = 1
            var end = start.upperBound
            while depth > 0, end < rest.endIndex {
                if rest[end] == "(" { depth += 1 }
                if rest[end] == ")" { depth -= 1 }
                end = rest.index(after: end)
            }
            text += mark(for: rest[start.upperBound..<end])
            rest = rest[end...]
        }
        text += rest
        return text.replacing("\\\"", with: "\"").replacing(/\s+/, with: " ")
            .trimmingCharacters(in: .whitespaces)
    }

    /// What is spliced in is a batch where its name says so.
    private static func mark(for inside: Substring) -> String {
        if inside.hasPrefix("anyOf:") { return "§ANY" }
        return inside.contains(/^(Self\.|UserTable\.)?(batch|days|spans|keys|set)\b/)
            ? "§BATCH" : "§"
    }
}
