import Postgres
import Storage
import Testing

/// What goes to the server comes back the same.
@Suite(.enabled(if: PostgresUnderTest.isThere, PostgresUnderTest.hint))
struct ValueTests {
    private static let texts: [String?] = [
        "", " ", "plain", "NULL", "null", nil, "\"", "\\", "\\\\", "\\\"", "{}", "{a,b}", "a,b",
        "'",
        "''", "$1", "%", "\n", "\r\n\t", "Zoë", "🦉", "👩‍👩‍👧", "e\u{301}", "\u{e9}", "\u{200b}",
        "\u{1}\u{7f}", "\u{10ffff}", String(repeating: "x", count: 100_000),
    ]
    private static let numbers: [Int64?] = [0, 1, -1, .max, .min, nil, 1 << 53 + 1]

    private let schema: TestSchema
    private let database: PostgresDatabase

    init() throws {
        schema = try TestSchema()
        database = try PostgresDatabase(schema.url)
    }

    @Test func `every text of a batch comes back`() throws {
        var batch = Batch([.integer("place"), .text("word")])
        for (place, text) in Self.texts.enumerated() {
            batch.append([.integer(Int64(place)), text.sqlValue])
        }
        let words = try database.read { (connection) throws(StorageError) in
            try connection.rows(of: "SELECT word FROM \(batch) ORDER BY place") {
                (row) throws(StorageError) in row.optionalText(0)
            }
        }
        #expect(words.map(Self.bytes) == Self.texts.map(Self.bytes))
    }

    @Test func `every number of a batch comes back`() throws {
        var batch = Batch([.integer("place"), .integer("number")])
        for (place, number) in Self.numbers.enumerated() {
            batch.append([.integer(Int64(place)), number.sqlValue])
        }
        let numbers = try database.read { (connection) throws(StorageError) in
            try connection.rows(of: "SELECT number FROM \(batch) ORDER BY place") {
                (row) throws(StorageError) in row.optionalInteger(0)
            }
        }
        #expect(numbers == Self.numbers)
    }

    @Test(arguments: texts) func `a text alone comes back`(text: String?) throws {
        let words = try database.read { (connection) throws(StorageError) in
            try connection.rows(of: "SELECT \(text)::text") {
                (row) throws(StorageError) in row.optionalText(0)
            }
        }
        #expect(words.map(Self.bytes) == [Self.bytes(text)])
    }

    @Test func `an empty batch has no rows`() throws {
        let batch = Batch([.integer("number"), .text("word")])
        #expect(try database.texts("SELECT word FROM \(batch)") == [])
    }

    @Test func `a batch may be as large as a group`() throws {
        var batch = Batch([.integer("number"), .text("word")])
        for number in 0..<10_000 {
            batch.append([.integer(Int64(number)), .text("word {\(number)}")])
        }
        let sums = try database.texts(
            "SELECT sum(number) || ' ' || count(DISTINCT word) FROM \(batch)"
        )
        #expect(sums == ["49995000 10000"])
    }

    @Test func `more different statements than are kept prepared still run`() throws {
        for number in 0..<600 {
            #expect(try database.texts("SELECT '\(unescaped: String(number))'") == ["\(number)"])
        }
    }

    /// Swift holds some texts for equal that have different bytes.
    private static func bytes(_ text: String?) -> [UInt8]? { text.map { Array($0.utf8) } }
}
