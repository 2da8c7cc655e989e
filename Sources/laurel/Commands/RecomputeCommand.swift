import Analytics
import Catalogue
import Engine
import OperatingSystem
import Service

/// Making what follows from events anew.
enum RecomputeCommand {
    static let analytics = Command(
        name: "recompute",
        summary: "Makes the roll-ups of analytics from nothing, while the server may run",
        arguments: "analytics",
        options: [
            OpenDatabase.existingOption,
            .value("--workspace", "ID", "The id of one workspace (all)"),
        ],
        details: """
            All users of the workspace are gone through. Until that is finished, the server answers
            with what was counted before. A command that was interrupted is started again.
            """
    ) { arguments in
        guard arguments.words == ["analytics"] else { throw UsageError("say what: analytics") }
        let service = try OpenDatabase(
            arguments,
            makesFile: false,
            hint: "; check the path"
        ).service()
        defer { service.stop() }
        let workspaces: [WorkspaceID] =
            if let id = arguments["--workspace"] {
                [try await service.catalogue.workspace(publicID: id)]
            } else {
                try await service.analytics.workspaces()
            }
        for workspace in workspaces { try await recompute(workspace, service) }
        Console.print("recomputed \(workspaces.count) workspaces")
    }

    private static func recompute(
        _ workspace: WorkspaceID,
        _ service: LaurelService
    ) async throws {
        try await service.analytics.recompute(workspace)
        var told: Int64 = -1
        while true {
            let progress = try await service.analytics.progress(of: workspace)
            // A line for each thousand users, and the last one.
            if progress.walked / 1_000 != told / 1_000 || !progress.isWalking {
                told = progress.walked
                Console.printError("\(progress.walked) of \(progress.users) users")
            }
            guard progress.isWalking else { break }
            _ = try await service.analytics.step()
        }
        while try await service.analytics.removeOld(of: workspace) {}
    }
}
