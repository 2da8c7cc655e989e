// The standard library has no way to change the permissions of files.
import Foundation
import Storage
import Testing

@testable import SQLite

/// Whose a file is: who may read it, and which program it belongs to.
@Suite struct SQLiteFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/laurel.db" }

    init() throws { folder = try TemporaryFolder() }

    // MARK: - Who may read it

    @Test func `nobody but the owner may read a database, its log or a copy`() throws {
        let database = try SQLiteDatabase(path: path)
        try database.makeTables(["note"])
        let copy = folder.path + "/copy.db"
        try database.backUp(to: copy)
        for name in [path, path + "-wal", path + "-shm", copy] {
            #expect(try mode(of: name) == 0o600, "\(name)")
        }
    }

    @Test(arguments: [
        Row("as older versions made it", 0o644, 0o600), Row("for everybody", 0o666, 0o600),
        Row("for a group that somebody chose", 0o640, 0o640), Row("as it should be", 0o600, 0o600),
    ])
    func `a file that the world may read is closed to it when it is opened`(
        row: Row<Int, Int>
    ) throws {
        try SQLiteDatabase(path: path).makeTables(["note"])
        try setMode(row.input, of: path)
        let database = try SQLiteDatabase(path: path)
        try database.makeTables(["more"])
        for name in [path, path + "-wal", path + "-shm"] {
            #expect(try mode(of: name) == row.expected, "\(name)")
        }
    }

    // MARK: - Which program it belongs to

    @Test(arguments: [
        Row("tables of another program", ["users", "posts"], false),
        Row("another program's migrations", ["schema_migrations", "installation"], false),
        Row("only the word that we share", ["schema_migration", "posts"], false),
        Row("an older version", ["schema_migration", "installation", "event"], true),
        Row("an older version at its first start", ["schema_migration"], true),
        Row("nothing", [], true),
    ])
    func `a file without our mark is ours by its tables, or empty`(
        row: Row<[String], Bool>
    ) throws {
        try writeForeign(tables: row.input)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        guard row.expected else {
            let error = #expect(throws: StorageError.self) { try SQLiteDatabase(path: path) }
            #expect(error?.code == .foreign)
            #expect(error?.message.contains("\(path): it is the database of another") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
            return
        }
        for _ in 0..<2 {
            #expect(
                try SQLiteDatabase(path: path).applicationID() == SQLiteIdentity.applicationID
            )
        }
    }

    @Test func `a file with another program's mark is not ours, even without tables`() throws {
        try writeForeign(tables: ["installation", "schema_migration"], mark: 252_006_673)
        let error = #expect(throws: StorageError.self) { try SQLiteDatabase(path: path) }
        #expect(error?.code == .foreign)
    }

    @Test func `a file that is empty is taken`() throws {
        #expect(FileManager.default.createFile(atPath: path, contents: Data()))
        try SQLiteDatabase(path: path).makeTables(["note"])
    }

    @Test func `an older database that somebody writes is marked another time`() throws {
        try writeForeign(tables: ["schema_migration", "installation"])
        _ = try SQLiteDatabase(path: path)
        let other = try SQLiteConnection(path: path, pragmas: [])
        try other.run("PRAGMA application_id = 0")
        try other.run("BEGIN IMMEDIATE")
        // It is opened, and read, without its mark.
        let busy = try SQLiteDatabase(path: path, patience: .milliseconds(1))
        #expect(try busy.applicationID() == 0)
        try other.run("COMMIT")
        #expect(try busy.applicationID() == 0, "nobody has opened it since")
        let free = try SQLiteDatabase(path: path)
        #expect(try free.applicationID() == SQLiteIdentity.applicationID)
    }

    // MARK: - What cannot be written

    @Test func `a new file that cannot be set up is not left behind`() throws {
        #expect(throws: StorageError.self) { try SQLiteDatabase(path: "/proc/laurel.db") }
        #expect(!FileManager.default.fileExists(atPath: "/proc/laurel.db"))
    }

    @Test func `whoever is patient gets through, and whoever is not is told`() throws {
        let database = try SQLiteDatabase(path: path)
        try database.makeTables(["note"])
        let patient = try SQLiteDatabase(path: path, patience: .seconds(60))
        let hasty = try SQLiteDatabase(path: path, patience: .milliseconds(1))
        let done = DispatchSemaphore(value: 0)
        try database.write { (_) throws(StorageError) in
            let error = #expect(throws: StorageError.self) { try hasty.makeTables(["hasty"]) }
            #expect(error?.code == .busy)
            DispatchQueue.global().async {
                try? patient.makeTables(["patient"])
                done.signal()
            }
        }
        done.wait()
        let names = try database.read { (connection) throws(StorageError) in
            try connection.rows(of: "SELECT name FROM sqlite_schema ORDER BY 1") { $0.text(0) }
        }
        #expect(names == ["note", "patient"])
    }

    private func writeForeign(tables: [String], mark: Int = 0) throws {
        let connection = try SQLiteConnection(path: path, pragmas: [])
        for table in tables { try connection.run("CREATE TABLE \(table) (id BIGINT)") }
        if mark != 0 { try connection.run("PRAGMA application_id = \(mark)") }
    }

    private func mode(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    private func setMode(_ mode: Int, of path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
}

extension SQLiteDatabase {
    fileprivate func applicationID() throws(StorageError) -> Int64? {
        try read { (connection) throws(StorageError) in
            try connection.firstRow(of: "PRAGMA application_id") { $0.integer(0) }
        }
    }

    fileprivate func makeTables(_ names: [String]) throws(StorageError) {
        try write { (connection) throws(StorageError) in
            for name in names { try connection.execute("CREATE TABLE \(unescaped: name) (t TEXT)") }
        }
    }
}
