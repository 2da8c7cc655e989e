import Catalogue
import CivilTime
import Engine
import HistoryLines
import OperatingSystem
import Reading
import Service
import Storage

/// Getting everything out that users have, as lines that can be imported.
enum ExportDataCommand {
    static let command = Command(
        name: "export data",
        summary: "Prints users with their events and marks as lines for 'laurel import'",
        options: [
            OpenDatabase.existingOption,
            .value("--environment", "NAME", "sandbox, for testing, or live"),
            .value("--tenant", "ID", "A tenant of the environment"),
            .value("--output", "FILE", "Where to (standard output)"),
        ],
        details: """
            Set the other database up first: 'laurel export config' and 'laurel apply'. What belongs to
            metrics, streaks and achievements that were archived is left out.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let environment = try arguments.word("--environment", Workspace.Environment.self)
        let service = try OpenDatabase(arguments, makesFile: false).service()
        defer { service.stop() }
        TerminationSignals.ignoreBrokenPipes()
        let workspace = try await service.workspace(environment, arguments["--tenant"])
        let view = try await service.catalogue.view(of: workspace)
        let export = DataExport(
            service: service,
            workspace: workspace,
            writer: HistoryWriter(view.rulebook),
            output: try OutputFile(arguments["--output"] ?? "-")
        )
        let count = try await export.run()
        Console.printError("laurel: exported \(count.grouped) users")
    }
}

/// An export while it runs.
private struct DataExport {
    let service: LaurelService
    let workspace: WorkspaceID
    let writer: HistoryWriter
    let output: OutputFile

    /// How many users and events are read at a time.
    private static let pageSize = 200
    private static let eventPageSize = 1_000

    /// Writes everything, and says how many users there are.
    func run() async throws -> Int {
        var cursor: UserCursor?
        var count = 0
        while true {
            let users = try await service.reading.users(
                in: workspace,
                search: nil,
                after: cursor,
                limit: Self.pageSize
            )
            for profile in users { try await write(profile) }
            count += users.count
            guard let last = users.last, users.count == Self.pageSize else { break }
            cursor = UserCursor(createdAt: last.user.createdAt, key: last.key.number)
        }
        try output.flush()
        return count
    }

    private func write(_ profile: UserProfile) async throws {
        let id = profile.user.id
        let head = try await service.reading.exportHead(of: id, in: workspace)
        try output.append(writer.line(profile.user, profile.attributes))
        try output.append(writer.lines(of: head.stays, of: id))
        for mark in head.streakMarks { try output.append(writer.line(mark, of: id)) }
        for completion in head.completions.values.sorted(by: { $0.achievement < $1.achievement }) {
            try output.append(writer.line(completion, of: id))
        }
        var cursor: EventCursor?
        while true {
            let events = try await service.reading.exportEvents(
                of: profile.key,
                after: cursor,
                limit: Self.eventPageSize
            )
            for event in events { try output.append(writer.line(event, of: id)) }
            guard let last = events.last, events.count == Self.eventPageSize else { return }
            cursor = EventCursor(occurredAt: last.occurredAt, number: last.id.number)
        }
    }
}
