import CivilTime
import OperatingSystem
import ServiceRuntime
import Storage

/// Moving from one engine to the other.
enum CopyCommand {
    static let command = Command(
        name: "copy",
        summary: "Copies everything from one database to another, and verifies it",
        options: [
            .value("--from", "PLACE", "sqlite:PATH or a postgres:// URL"),
            .value("--to", "PLACE", "The same; it must have no data"),
        ],
        details: """
            Stop the servers of the source first. A copy that was interrupted goes on where it was
            when it is started again. At the end the rows of both sides are counted and compared.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let source = try OpenDatabase.target(
            try arguments.required("--from"),
            option: "--from",
            makesFile: false
        )
        let target = try OpenDatabase.target(
            try arguments.required("--to"),
            option: "--to",
            makesFile: true
        )
        do throws(StorageError) {
            let now = SystemClock().now().microseconds
            try Migrator().migrate(source, at: now)
            try Migrator().migrate(target, at: now)
            try DatabaseCopy(to: target, report: tell).run(from: source)
        } catch {
            throw CommandFailure(error.message)
        }
        Console.print("copied \(source.displayName) to \(target.displayName)")
    }

    private static func tell(_ progress: DatabaseCopy.Progress) {
        switch progress {
        case .copied(let table, let count):
            Console.printError("\(table.padded(to: 16))\(count) rows copied")
        case .verified(let table, let digest):
            Console.printError(
                "\(table.padded(to: 16))\(digest.rowCount) rows verified, \(digest.checksum)"
            )
        }
    }
}
