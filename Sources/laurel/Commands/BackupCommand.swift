import OperatingSystem
import SQLite
import Storage

/// Copying a database file while it is in use.
enum BackupCommand {
    static let command = Command(
        name: "backup",
        summary: "Copies a database file, also while a server writes to it",
        options: [
            .value("--database", "PATH", "The database file (laurel.db)"),
            .value("--to", "PATH", "The copy; must not exist yet"),
        ],
        details: """
            The copy is checked, and takes its name only when it is whole and on the disk. To
            restore it, stop the server, move the database file away together with its -wal and -shm
            files, then put the copy in its place. A -wal file that stays would be applied to the
            copy, and damage it.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let source = arguments["--database"] ?? "laurel.db"
        let target = try arguments.required("--to")
        guard !source.hasPrefix("postgres") else {
            throw CommandFailure("a PostgreSQL database is backed up with its own tools: pg_dump")
        }
        guard DurableFile.exists(source) else { throw CommandFailure("\(source) does not exist") }
        guard !DurableFile.exists(target) else { throw CommandFailure("\(target) exists already") }
        let unfinished = target + ".unfinished"
        DurableFile.remove(unfinished)
        do {
            try SQLiteDatabase(path: source).backUp(to: unfinished)
            try DurableFile.move(unfinished, to: target)
        } catch {
            DurableFile.remove(unfinished)
            throw CommandFailure("\(error)")
        }
        Console.print("copied \(source) to \(target)")
    }
}
