import Storage
import Testing

@testable import SQLite

/// How the log is moved into the file beside the writer.
@Suite struct SQLiteCheckpointerTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/laurel.db" }

    init() throws { folder = try TemporaryFolder() }

    @Test func `the log begins anew while somebody goes on writing`() throws {
        let writer = try writer()
        let checkpointer = SQLiteCheckpointer(path: path, pages: 50)
        var longest = 0
        for number in 0..<500 {
            try add(number, to: writer)
            longest = max(longest, writer.logPages)
            checkpointer.tend(writer)
            // Pages move beside the writer; here they have moved when it goes on.
            checkpointer.wait()
        }
        #expect(longest < 100)
        #expect(try count(on: writer) == 500)
    }

    @Test func `a reader that stays keeps the log from beginning anew, and loses nothing`() throws {
        let writer = try writer()
        try add(0, to: writer)
        let reader = try SQLiteConnection(path: path, pragmas: SQLitePragmas.reader)
        try reader.run("BEGIN")
        #expect(try count(on: reader) == 1)
        let checkpointer = SQLiteCheckpointer(path: path, pages: 50)
        for number in 1..<200 {
            try add(number, to: writer)
            checkpointer.tend(writer)
            checkpointer.wait()
        }
        #expect(writer.logPages > 200)
        #expect(try count(on: reader) == 1)
        try reader.run("COMMIT")
        for number in 200..<300 {
            try add(number, to: writer)
            checkpointer.tend(writer)
            checkpointer.wait()
        }
        #expect(writer.logPages < 200)
        #expect(try count(on: reader) == 300)
    }

    private func writer() throws -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, pragmas: SQLitePragmas.writer)
        connection.watchLog()
        try connection.run("CREATE TABLE note (n INTEGER PRIMARY KEY, t TEXT)")
        return connection
    }

    private func add(_ number: Int, to connection: SQLiteConnection) throws {
        let text = String(repeating: "x", count: 3_000)
        try connection.execute("INSERT INTO note VALUES (\(number), \(text))")
    }

    private func count(on connection: SQLiteConnection) throws -> Int64? {
        try connection.firstRow(of: "SELECT count(*) FROM note") { $0.integer(0) }
    }
}
