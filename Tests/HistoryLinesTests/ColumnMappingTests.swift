import JSONText
import TestBasics
import Testing

@testable import HistoryLines

/// Rows of tables become lines.
@Suite struct ColumnMappingTests {
    @Test func `columns are named, given one value, or called as fields`() throws {
        let mapping = try ColumnMapping(
            parsing: "user=who,metric:=lessons,timestamp=when,attributes.device=phone"
        )
        let header = ["who", "when", "value", "phone", "idempotencyKey", "other"]
        let reader = try ColumnReader(mapping, header: header)
        let line = reader.object(["ada", "1736330400", "1.5", "x", "", "?"])
        #expect(
            JSON.object(line).text
                == #"{"user":"ada","metric":"lessons","timestamp":"2025-01-08T10:00:00.000Z","#
                + #""value":1.5,"attributes":{"device":"x"}}"#
        )
    }

    @Test(arguments: ["user", "=a", "user=", ":=x", "a=b,c"])
    func `what is no mapping is refused`(text: String) {
        #expect(throws: HistoryProblem.self) { try ColumnMapping(parsing: text) }
    }

    @Test func `a column that is not there is told`() throws {
        let mapping = try ColumnMapping(parsing: "user=who")
        #expect(throws: HistoryProblem("the table has no column \"who\"")) {
            try ColumnReader(mapping, header: ["whom"])
        }
    }

    @Test(
        arguments: [
            Row("seconds", "1736330400", "2025-01-08T10:00:00.000Z"),
            Row("milliseconds", "1736330400500", "2025-01-08T10:00:00.500Z"),
            Row("a space", "2025-01-08 10:00:00", "2025-01-08T10:00:00Z"),
            Row("a space and an offset", "2025-01-08 10:00:00+01:00", "2025-01-08T10:00:00+01:00"),
            Row("a space and a word", "2025-01-08 10:00:00 UTC", "2025-01-08T10:00:00Z"),
            Row("as it has to be", "2025-01-08T10:00:00Z", "2025-01-08T10:00:00Z"),
            Row("a date", "2025-01-08", "2025-01-08"),
            Row("something else", "yesterday", "yesterday"),
        ] as [Row<String, String>]
    )
    func `times of tables are read`(row: Row<String, String>) {
        #expect(ColumnReader.timeText(row.input) == row.expected)
    }
}
