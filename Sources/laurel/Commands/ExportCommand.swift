import CivilTime
import Delivery
import Engine
import OperatingSystem
import Service
import Storage

/// Getting facts out, as lines or as files.
enum ExportCommand {
    /// How many facts are read at a time.
    private static let pageSize = 500

    static let facts = Command(
        name: "export facts",
        summary:
            "Prints the facts of a time as lines of JSON, or writes files hour by hour",
        options: [
            OpenDatabase.existingOption,
            .value("--from", "TIME", "The first moment: 2026-03-01T12:00:00Z (the oldest fact)"),
            .value("--to", "TIME", "The moment before which facts were told (now)"),
            .value("--kinds", "KINDS", "Which, with commas, or all (all)"),
            .value("--directory", "FOLDER", "Goes on, and writes a file an hour into a folder"),
            .value("--name", "NAME", "Under which name the database keeps the place (export)"),
            .flag("--gzip", "Packs the files as gzip does"),
            .flag("--zstd", "Packs the files as zstd does"),
            .value("--s3", "URL", "A bucket, and a folder in it, to send finished files to"),
            .value("--s3-region", "REGION", "Where the bucket is (us-east-1)"),
            .value("--s3-ca", "FILE", "Authorities that the store is trusted by (the system's)"),
        ],
        details: """
            With --directory it begins at the oldest fact that is kept, and goes on until SIGTERM. A file is
            there whole or not at all, with a manifest beside it; no fact is missing, and none is there twice.
            With --s3, finished files are sent to a store that speaks Amazon's S3, and then removed. The key is
            in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN if it is a temporary one.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let kinds = try kinds(in: arguments)
        let from = try moment("--from", arguments) ?? .distantPast
        let to = try moment("--to", arguments)
        guard let folder = arguments["--directory"] else {
            guard arguments["--s3"] == nil else { throw UsageError("--s3 needs --directory") }
            let opened = try OpenDatabase(arguments, makesFile: false)
            return try list(opened.database, from: from, to: to ?? Log.now, kinds)
        }
        guard to == nil, arguments["--from"] == nil else {
            throw UsageError("--from and --to do not go with --directory")
        }
        try await follow(arguments, folder, kinds)
    }

    private static func list(
        _ database: any Database,
        from: Instant,
        to: Instant,
        _ kinds: Set<Fact.Kind>?
    ) throws {
        TerminationSignals.ignoreBrokenPipes()
        var place = FactPlace.start
        while true {
            let facts = try database.read { (connection) throws(StorageError) in
                try connection.facts.placed(after: place, limit: pageSize)
            }
            guard let last = facts.last else { return }
            let lines = facts.filter { fact in
                let told = fact.stored.toldAt
                return told >= from && told < to && kinds?.contains(fact.stored.fact.kind) != false
            }.map(FactLine.text)
            guard lines.isEmpty || Console.tryPrint(lines.joined(separator: "\n")) else { return }
            place = last.place
        }
    }

    private static func follow(
        _ arguments: Arguments,
        _ folder: String,
        _ kinds: Set<Fact.Kind>?
    ) async throws {
        let opened = try OpenDatabase(arguments, makesFile: false)
        let exporter = FactExporter(
            arguments["--name"] ?? "export",
            kinds: kinds,
            try HourlyFiles(in: folder, packing: packing(in: arguments)),
            to: try upload(arguments, from: folder)
        )
        let run = FollowerRun(exporter, on: opened.database)
        let work = Task { try await run.run() }
        let signals = TerminationSignals { work.cancel() }
        defer { withExtendedLifetime(signals) {} }
        try await work.value
    }

    private static func packing(in arguments: Arguments) throws(UsageError) -> Packing {
        switch (arguments.has("--gzip"), arguments.has("--zstd")) {
        case (true, true): throw UsageError("files are packed by --gzip or by --zstd")
        case (true, false): .gzip
        case (false, true): .zstd
        case (false, false): .none
        }
    }

    private static func upload(
        _ arguments: Arguments,
        from folder: String
    ) throws(UsageError) -> FileUpload? {
        guard let address = arguments["--s3"] else { return nil }
        let store = try ObjectStore(
            address,
            region: arguments["--s3-region"] ?? "us-east-1",
            certificates: arguments["--s3-ca"]
        )
        return FileUpload(store: store, folder: FileFolder(folder))
    }

    private static func kinds(in arguments: Arguments) throws(UsageError) -> Set<Fact.Kind>? {
        guard let text = arguments["--kinds"], text != "all" else { return nil }
        let known = Fact.Kind.all.map(\.rawValue)
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for name in names where !known.contains(name) {
            throw UsageError(
                "option --kinds must be all, or some of \(known.joined(separator: ", ")), not \"\(name)\""
            )
        }
        return Set(names.map(Fact.Kind.init))
    }

    private static func moment(_ option: String, _ arguments: Arguments) throws -> Instant? {
        guard let text = arguments[option] else { return nil }
        guard let moment = try? Instant(iso8601: text) else {
            throw UsageError("option \(option) must be a time such as 2026-03-01T12:00:00Z")
        }
        return moment
    }
}
