import Catalogue
import CivilTime
import Engine
import HistoryLines
import Intake
import OperatingSystem
import Service
import Storage

/// Taking in what another system has kept until now.
enum ImportCommand {
    static let command = Command(
        name: "import",
        summary: "Takes users, events and marks in from files, with their true dates",
        arguments: "[FILE...]",
        options: [
            OpenDatabase.existingOption,
            OpenDatabase.createOption,
            .value("--environment", "NAME", "sandbox, for testing, or live"),
            .value("--tenant", "ID", "The tenant of the environment whose users they are"),
            .value("--users", "FILE", "Users"),
            .value("--events", "FILE", "Events"),
            .value("--marks", "FILE", "Freezes, pauses, zones, achievements"),
            .value("--map-users", "FIELDS", "Columns of a table: id=user_id,tz=zone"),
            .value("--map-events", "FIELDS", "The same: user=user_id,metric:=lessons"),
            .value("--map-marks", "FIELDS", "The same: mark:=freezes,on=day"),
            .value("--preset", "NAME", "What FILEs are: log, loop, trophy, or bricqs"),
            .value("--user", "ID", "Whose they are, with --preset loop"),
            .value("--metric", "KEY", "Of which metric streak periods are, with --preset trophy"),
            .flag("--create-metrics", "Sets metrics up that are unknown"),
            .flag("--create-attributes", "Sets attributes up that are unknown"),
            .flag("--dry-run", "Reads and checks everything, and imports nothing"),
            .flag("--skip-bad", "Imports the good lines, although there are bad ones"),
            .value("--rejects", "FILE", "Where bad lines are put, to be repaired"),
            .flag("--tell-each", "Tells each fact, in place of one for each user"),
            .value("--server", "URL", "A running server that takes it in, in place of a database"),
            .value("--work", "FOLDER", "Where the import keeps what it needs to go on"),
        ],
        details: """
            A FILE has a JSON object a line, or is a table (.csv); it may be packed (.gz), and - is
            standard input. Everything is checked before anything is imported. What is there already
            is left as it is, so an import can be repeated, and one that was killed goes on.
            """
    ) { arguments in
        try await run(arguments)
    }

    private static func run(_ arguments: Arguments) async throws {
        let sources = try sources(arguments)
        if let url = arguments["--server"] {
            return try await upload(sources, to: url, arguments)
        }
        let environment = try arguments.word("--environment", Workspace.Environment.self)
        let opened = try OpenDatabase(
            arguments,
            makesFile: arguments.has("--create"),
            hint: "; check the path, or make a database with --create"
        )
        let service = try opened.service(limits: .ofImport)
        defer { service.stop() }
        let workspace = try await service.workspace(environment, arguments["--tenant"])
        let view = try await service.catalogue.view(of: workspace)
        let check = ImportCheck(
            sources: sources,
            reader: HistoryReader(
                rulebook: view.rulebook,
                zones: service.zones,
                now: view.now,
                allowsNewMetrics: arguments.has("--create-metrics"),
                allowsNewAttributes: arguments.has("--create-attributes")
            ),
            rejects: try arguments["--rejects"].map { try OutputFile($0) }
        )
        guard !arguments.has("--dry-run") else { return try tryOut(check) }
        let folder = FileFolder(arguments["--work"] ?? workFolder(arguments))
        let identity = try identity(of: sources, arguments)
        var work: ImportWork
        if let left = ImportWork(in: folder, of: identity) {
            work = left
            Console.printError(
                "laurel: going on with an import: \(work.done.count) of "
                    + "\(work.summary.partCount) parts are done"
            )
        } else {
            work = try await begin(check, in: folder, identity, arguments, (service, workspace))
        }
        try await finish(&work, arguments, (service, workspace))
    }

    /// Checks everything, and says what was found.
    private static func tryOut(_ check: ImportCheck) throws {
        let findings = try check.run { _, _ in }
        Console.print(
            "checked \(findings.lines.grouped) lines: \(findings.userLines.grouped) users, "
                + "\(findings.eventLines.grouped) events, \(findings.markLines.grouped) marks, "
                + "\(findings.badLines.grouped) bad; nothing was imported"
        )
        if findings.badLines > 0 { throw ExitStatus(1) }
    }

    /// Reads and sorts everything.
    private static func begin(
        _ check: ImportCheck,
        in folder: FileFolder,
        _ identity: String?,
        _ arguments: Arguments,
        _ target: (service: LaurelService, workspace: WorkspaceID)
    ) async throws -> ImportWork {
        try ImportWork.clear(folder)
        let partCount = try partCount(of: check.sources)
        let sorter = try ImportSorter(in: folder, partCount: partCount) { userID in
            target.service.intake.userKey(of: userID, in: target.workspace)
        }
        let findings = try check.run { line, fields in try sorter.add(line, fields) }
        guard findings.badLines == 0 || arguments.has("--skip-bad") else {
            try folder.remove()
            throw CommandFailure(
                "\(findings.badLines.grouped) lines are bad; nothing was imported. Repair them, or "
                    + "leave them out with --skip-bad"
            )
        }
        try sorter.finish()
        try await ImportSetup(target.service, target.workspace).create(findings)
        var summary = ImportWork.Summary(identity: identity, partCount: partCount)
        summary.userLines = findings.userLines
        summary.eventLines = findings.eventLines
        summary.markLines = findings.markLines
        return try ImportWork(in: folder, summary)
    }

    private static func finish(
        _ work: inout ImportWork,
        _ arguments: Arguments,
        _ target: (service: LaurelService, workspace: WorkspaceID)
    ) async throws {
        let began = ContinuousClock.now
        let run = ImportRun(
            service: target.service,
            workspace: target.workspace,
            tellsEach: arguments.has("--tell-each")
        )
        let result = try await run.run(&work)
        for refusal in result.refusals {
            Console.printError("laurel: \(refusal.user) was not imported: \(refusal.reason)")
        }
        try work.folder.remove()
        let time = (ContinuousClock.now - began).components
        Console.print(result.text(seconds: Double(time.seconds) + Double(time.attoseconds) / 1e18))
        guard result.refusedCount > 0 else { return }
        Console.printError("laurel: \(result.refusedCount.grouped) users were not imported")
        throw ExitStatus(1)
    }
}

// MARK: - What is asked for

extension ImportCommand {
    private static func sources(_ arguments: Arguments) throws -> [ImportSource] {
        var sources: [ImportSource] = []
        for name in ["users", "events", "marks"] {
            let map = arguments["--map-\(name)"]
            guard let path = arguments["--\(name)"] else {
                guard map == nil else { throw UsageError("option --map-\(name) needs --\(name)") }
                continue
            }
            // A mapping is one of a table, whatever the file is called.
            let format = map == nil ? ImportSource.format(of: path) : .csv
            sources.append(
                ImportSource(path: path, format: format, mapping: try mapping(map, name))
            )
        }
        let preset = try preset(arguments)
        for path in arguments.words {
            let format = ImportSource.format(of: path)
            var source = ImportSource(path: path, format: preset ?? format)
            if preset == .bricqs, format == .csv {
                source = ImportSource(path: path, format: .bricqsTable)
            }
            source.metric = arguments["--metric"]
            source.userID = arguments["--user"] ?? ""
            sources.append(source)
        }
        guard !sources.isEmpty else {
            throw UsageError("name a FILE, or files with --users, --events and --marks")
        }
        guard sources.count(where: { $0.path == "-" }) <= 1 else {
            throw UsageError("standard input can be read only once")
        }
        return sources
    }

    private static func preset(_ arguments: Arguments) throws -> ImportSource.Format? {
        switch arguments["--preset"] {
        case nil: return nil
        case "log": return .log
        case "loop":
            _ = try arguments.required("--user")
            return .loop
        case "trophy": return .trophy
        case "bricqs": return .bricqs
        case .some(let other):
            throw UsageError(
                "option --preset knows log, loop, trophy and bricqs, not \"\(other)\""
            )
        }
    }

    private static func mapping(_ text: String?, _ name: String) throws -> ColumnMapping {
        guard let text else { return ColumnMapping() }
        do throws(HistoryProblem) {
            return try ColumnMapping(parsing: text)
        } catch {
            throw UsageError("option --map-\(name): \(error.reason)")
        }
    }

    /// What tells whether an import is the same as one that was left; nothing of standard input.
    private static func identity(
        of sources: [ImportSource],
        _ arguments: Arguments
    ) throws -> String? {
        var parts: [String] = []
        for source in sources {
            guard let identity = try InputFile(source.path).identity else { return nil }
            parts.append(
                "\(identity) \(source.format.rawValue) \(source.userID) \(source.metric ?? "") "
                    + "\(source.mapping.fields)"
            )
        }
        let options = ["--environment", "--tenant", "--skip-bad"].map { arguments[$0] ?? "-" }
        return (parts + options).joined(separator: "\n")
    }

    /// Beside the database, where that is a file.
    private static func workFolder(_ arguments: Arguments) -> String {
        let target = arguments["--database"] ?? "laurel.db"
        return target.contains("://") ? "laurel.import" : "\(target).import"
    }

    /// So many parts that each has room in memory, and not more files than may be open.
    static func partCount(of sources: [ImportSource]) throws -> Int {
        var bytes = 0
        for source in sources {
            // Of standard input nothing is known, and what is packed is larger.
            bytes += (try InputFile(source.path).byteCount ?? 1 << 30) * (source.isPacked ? 8 : 1)
        }
        return min(max(bytes / (8 << 20), 4), 200)
    }
}

extension ImportSource {
    fileprivate var isPacked: Bool { path.hasSuffix(".gz") }
}

extension ServiceLimits {
    /// Nobody waits for a single event, so that many share a transaction.
    fileprivate static var ofImport: ServiceLimits {
        var limits = ServiceLimits()
        limits.intake.maximumQueuedEvents = 5_000_000
        limits.intake.maximumGroupEvents = 20_000
        limits.intake.sliceTime = .milliseconds(500)
        return limits
    }
}
