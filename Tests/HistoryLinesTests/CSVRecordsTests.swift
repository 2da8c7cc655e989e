import HistoryLines
import TestBasics
import Testing

/// Rows come whole, however the bytes are cut.
@Suite struct CSVRecordsTests {
    static let trials: [Row<String, [[String]]>] = [
        Row("plain cells", "a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        Row("no end of line at the end", "a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        Row("empty cells", "a,,\n,,c\n", [["a", "", ""], ["", "", "c"]]),
        Row("commas and quotes", "\"a,b\",\"c \"\"d\"\"\"\n", [["a,b", "c \"d\""]]),
        Row("an end of line in a cell", "\"a\nb\",c\nd,e\n", [["a\nb", "c"], ["d", "e"]]),
        Row("empty lines", "\n\na,b\n\nc,d\n", [["a", "b"], ["c", "d"]]),
        Row("letters of several bytes", "é,日本\n", [["é", "日本"]]),
    ]

    @Test(arguments: trials) func `rows are the same whatever pieces they come in`(
        row: Row<String, [[String]]>
    ) {
        let bytes = Array(row.input.utf8)
        for size in 1...max(1, bytes.count) {
            var reader = CSVRecords()
            var records: [CSVRecords.Record] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                let piece = Array(bytes[start..<min(start + size, bytes.count)])
                records += reader.records(in: piece)
            }
            if let last = reader.lastRecord() { records.append(last) }
            #expect(records.map(\.cells) == row.expected)
            #expect(records.allSatisfy { $0.problem == nil })
        }
    }

    @Test func `a row knows its line, and what is wrong with it`() {
        var reader = CSVRecords()
        let records = reader.records(in: Array("a\n\"b\nc\"\n\"d\"e\nf,\"".utf8))
        #expect(records.map(\.line) == [1, 2, 4])
        #expect(records.map { $0.problem != nil } == [false, false, true])
        let last = reader.lastRecord()
        #expect(last?.line == 5)
        #expect(last?.problem == "a quote is not closed")
    }
}
