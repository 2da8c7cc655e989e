import HistoryLines
import JSONText
import TestBasics
import Testing

/// Days of a habit tracker become events.
@Suite struct LoopTableTests {
    @Test func `what was done is an event, and nothing else is`() throws {
        let table = try LoopTable(header: ["Date", "Read a book", "Run (km)", ""], userID: "cleo")
        let rows = [
            ["2025-01-06", "YES_MANUAL", "5.000", ""], ["2025-01-05", "YES_AUTO", "0.000", ""],
            ["2025-01-04", "2", "1", ""], ["2025-01-03", "SKIP", "UNKNOWN", ""],
        ]
        let lines = rows.flatMap(table.objects).map { JSON.object($0).text }
        #expect(
            lines == [
                #"{"user":"cleo","metric":"read-a-book","timestamp":"2025-01-06","value":1,"idempotencyKey":"loop-2025-01-06"}"#,
                #"{"user":"cleo","metric":"run-km","timestamp":"2025-01-06","value":5.000,"idempotencyKey":"loop-2025-01-06"}"#,
                #"{"user":"cleo","metric":"read-a-book","timestamp":"2025-01-04","value":1,"idempotencyKey":"loop-2025-01-04"}"#,
            ]
        )
    }

    @Test(arguments: [["Day", "Read"], ["Date"], ["Date", "Run!", "run"]])
    func `another table is refused`(header: [String]) {
        #expect(throws: HistoryProblem.self) { try LoopTable(header: header, userID: "cleo") }
    }
}
