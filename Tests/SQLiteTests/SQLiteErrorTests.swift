// The standard library has no way to write files or change their permissions.
import Foundation
import Storage
import Testing

@testable import SQLite

@Suite struct SQLiteErrorTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/laurel.db" }

    init() throws { folder = try TemporaryFolder() }

    @Test(
        arguments: [
            Row("a primary key", "INSERT INTO shelf VALUES (1, 9)", .duplicateKey),
            Row("a unique column", "INSERT INTO shelf VALUES (2, 7)", .duplicateKey),
            Row("null where a value must be", "INSERT INTO shelf VALUES (2, NULL)", .unexpected),
            Row("a table nobody made", "SELECT * FROM nothing", .unexpected),
            Row("no statement at all", "SELEKT 1", .unexpected),
        ] as [Row<String, StorageError.Code>]
    )
    func `an error has the code of its condition, and names the statement`(
        row: Row<String, StorageError.Code>
    ) throws {
        let database = try shelf()
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                _ = try connection.execute("\(unescaped: row.input)")
            }
        }
        #expect(error?.code == row.expected)
        #expect(error?.message.contains(row.input) == true)
    }

    @Test func `a file that is no database is called so, and left alone`() throws {
        let text = String(repeating: "This is a letter to my aunt. ", count: 100)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: StorageError.self) { try SQLiteDatabase(path: path) }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains(path) == true)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test func `a damaged file is told as corrupt`() throws {
        do {
            let database = try shelf()
            try database.write { (connection) throws(StorageError) in
                for number in 10..<2_000 {
                    try connection.execute("INSERT INTO shelf VALUES (\(number), \(number))")
                }
                try connection.execute("DELETE FROM shelf WHERE a = 1")
            }
        }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes.replaceSubrange(4_096..., with: Data(repeating: 0xAA, count: bytes.count - 4_096))
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: StorageError.self) {
            try SQLiteDatabase(path: path).read { (connection) throws(StorageError) in
                _ = try connection.execute("SELECT sum(b) FROM shelf")
            }
        }
        #expect(error?.code == .corrupt)
    }

    @Test(arguments: [
        Place(testDescription: "a folder that does not exist", path: "/nowhere/laurel.db"),
        Place(testDescription: "a folder in place of a file", path: ""),
        Place(testDescription: "a folder that nobody may write", path: "/proc/laurel.db"),
    ])
    func `a place that cannot be opened is unavailable, and named`(place: Place) {
        let path = place.isAbsolute ? place.path : folder.path + place.path
        let error = #expect(throws: StorageError.self) { try SQLiteDatabase(path: path) }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains(path) == true)
    }

    @Test func `a read connection cannot write`() throws {
        let database = try shelf()
        let error = #expect(throws: StorageError.self) {
            try database.read { (connection) throws(StorageError) in
                _ = try connection.execute("DELETE FROM shelf")
            }
        }
        #expect(error?.code == .unavailable)
        #expect(try database.count() == 1)
    }

    @Test func `a database that somebody else writes is busy once waiting did not help`() throws {
        let database = try shelf()
        let other = try SQLiteConnection(path: path, pragmas: ["PRAGMA busy_timeout = 0"])
        try database.write { (_) throws(StorageError) in
            let error = #expect(throws: StorageError.self) { try other.run("BEGIN IMMEDIATE") }
            #expect(error?.code == .busy)
        }
        try other.run("BEGIN IMMEDIATE")
        try other.run("COMMIT")
    }

    @Test func `a full disk fails the transaction alone, and all of it`() throws {
        let database = try shelf()
        try database.limitPages(8)
        let error = #expect(throws: StorageError.self) { try database.fill(count: 10_000) }
        #expect(error?.code == .full)
        #expect(try database.count() == 1)
        #expect(throws: StorageError.self) { try database.fill(count: 10_000) }

        try database.fill(count: 3)
        #expect(try database.count() == 4)
        try database.limitPages(100_000)
        try database.fill(count: 10_000)
        #expect(try database.count() == 10_004)
        #expect(try SQLiteDatabase(path: path).count() == 10_004)
    }

    /// A database with one row.
    private func shelf() throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(path: path)
        try database.write { (connection) throws(StorageError) in
            try connection.execute(
                "CREATE TABLE shelf (a INTEGER PRIMARY KEY, b BIGINT NOT NULL UNIQUE)"
            )
            try connection.execute("INSERT INTO shelf VALUES (1, 7)")
        }
        return database
    }
}

/// Where a database cannot be.
struct Place: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let path: String

    var isAbsolute: Bool { path.hasPrefix("/") }
}

extension SQLiteDatabase {
    fileprivate func count() throws -> Int64? {
        try read { (connection) throws(StorageError) in
            try connection.firstRow(of: "SELECT count(*) FROM shelf") { row in row.integer(0) }
        }
    }

    fileprivate func fill(count: Int64) throws {
        try write { (connection) throws(StorageError) in
            let last = try connection.firstRow(of: "SELECT max(a) FROM shelf") { row in
                row.integer(0)
            }
            for number in 1...count {
                let next = (last ?? 0) + number
                try connection.execute("INSERT INTO shelf VALUES (\(next), \(next * 10))")
            }
        }
    }

    /// Makes the disk of the writer as large as some pages.
    fileprivate func limitPages(_ count: Int) throws {
        try write { (connection) throws(StorageError) in
            _ = try connection.execute("PRAGMA max_page_count = \(unescaped: String(count))")
        }
    }
}
