import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import LaurelAPI
import OperatingSystem
import Service
import ServiceRuntime
import Storage
import Webhooks

/// The configuration of a workspace as a document that is kept with code.
enum ConfigurationCommand {
    private static let workspaceOptions: [Option] = [
        OpenDatabase.existingOption,
        .value("--environment", "NAME", "sandbox, for testing, or live"),
        .value("--tenant", "ID", "A tenant of the environment"),
    ]

    private static let planOptions: [Option] =
        workspaceOptions + [
            .flag("--prune", "Archives what the document does not name"),
            .value("--applies-to", "PERIODS", "For a streak's new rule: future, or all (future)"),
            WebhookOptions.secretKeyOption,
        ]

    static let export = Command(
        name: "export config",
        summary: "Prints the configuration of a workspace as a document for 'laurel apply'",
        options: workspaceOptions
    ) { arguments in
        try arguments.allowWords(0)
        try await withWorkspace(arguments) { service, workspace in
            let view = try await service.catalogue.view(of: workspace)
            let catalogue = service.catalogue
            let text = ConfigurationDocument.text(
                of: view,
                try await catalogue.experiments(in: workspace),
                try await catalogue.webhooks(in: workspace),
                try await catalogue.templates(in: workspace),
                zones: service.zones
            )
            Console.print(text)
        }
    }

    static let plan = Command(
        name: "plan",
        summary: "Says what 'laurel apply' would change, and changes nothing",
        arguments: "FILE",
        options: planOptions + [.flag("--check", "Ends with status 1 if there is something to do")]
    ) { arguments in
        let document = try document(arguments)
        try await withWorkspace(arguments) { service, workspace in
            let steps = try await put(document, arguments, isTrial: true, service, workspace)
            let drift = try await drift(of: workspace, service)
            for step in steps { Console.print(ConfigurationText.text(of: step)) }
            for entry in drift { Console.print(ConfigurationText.text(of: entry)) }
            Console.print(ConfigurationText.sum(of: steps, isDone: false))
            if arguments.has("--check"), !steps.isEmpty || !drift.isEmpty { throw ExitStatus(1) }
        }
    }

    static let apply = Command(
        name: "apply",
        summary: "Has a workspace set up as a document says, all of it or nothing",
        arguments: "FILE",
        options: planOptions + [
            .flag("--despite-drift", "Also if somebody else has changed something since")
        ],
        details: """
            It refuses if somebody has changed something by other ways since it was last run: look at
            'laurel plan' first, and put into the document what is to stay.
            """
    ) { arguments in
        let document = try document(arguments)
        try await withWorkspace(arguments) { service, workspace in
            let trial = try await put(document, arguments, isTrial: true, service, workspace)
            let drift = trial.isEmpty ? [] : try await drift(of: workspace, service)
            guard drift.isEmpty || arguments.has("--despite-drift") else {
                for entry in drift { Console.printError(ConfigurationText.text(of: entry)) }
                throw CommandFailure(
                    "somebody else has changed the configuration since the last 'laurel apply'; "
                        + "nothing was changed. Look at 'laurel plan', or say --despite-drift"
                )
            }
            // What was tried is done only if there is something to do, so that nothing is read anew.
            let steps =
                trial.isEmpty
                ? trial : try await put(document, arguments, isTrial: false, service, workspace)
            for step in steps { Console.print(ConfigurationText.text(of: step)) }
            for step in steps { ConfigurationText.secret(of: step).map(Console.print) }
            Console.print(ConfigurationText.sum(of: steps, isDone: true))
        }
    }

    /// How many changes by others are told.
    private static let toldDrift = 200

    private static func drift(
        of workspace: WorkspaceID,
        _ service: LaurelService
    ) async throws -> [AuditEntry] {
        try await service.catalogue.changes(
            in: workspace,
            since: apply.name,
            limit: toldDrift
        )
    }

    private static func put(
        _ document: ConfigurationDocument,
        _ arguments: Arguments,
        isTrial: Bool,
        _ service: LaurelService,
        _ workspace: WorkspaceID
    ) async throws -> [ConfigurationStep] {
        let prunes = arguments.has("--prune")
        let scope = try scope(arguments)
        service.webhooks.speak(Dialects.webhookVoices(of: service, publicURL: nil))
        let surroundings = ConfigurationDocument.Surroundings(service.webhooks) { name in
            Environment.value(name)
        }
        do {
            return try await service.catalogue.bring(workspace, isTrial: isTrial) { bench in
                try document.put(on: bench, beside: surroundings, prunes: prunes, scope: scope)
            }
        } catch let refusal as ConfigurationRefusal {
            throw CommandFailure(
                "nothing was changed. \(refusal.kind.rawValue) \"\(refusal.name)\": "
                    + refusal.issue.message
            )
        } catch let error as InvalidInput {
            throw CommandFailure("nothing was changed. \(error.message)")
        } catch let error as HTTPError {
            throw CommandFailure("nothing was changed. \(error.message)")
        } catch let error as ServiceError {
            throw CommandFailure("nothing was changed. \(error.message)")
        }
    }

    private static func scope(_ arguments: Arguments) throws -> StreakChangeScope {
        guard let text = arguments["--applies-to"] else { return .future }
        guard let scope = StreakChangeScope(rawValue: text) else {
            throw UsageError("option --applies-to must be future or all, not \"\(text)\"")
        }
        return scope
    }

    private static func document(_ arguments: Arguments) throws -> ConfigurationDocument {
        try arguments.allowWords(1)
        guard let path = arguments.words.first else { throw UsageError("FILE is required") }
        do {
            return try ConfigurationDocument(try TextFile.read(path))
        } catch let error as SystemError {
            throw CommandFailure("\(error)")
        } catch {
            throw CommandFailure("\(path): \(HTTPError(error).message)")
        }
    }

    private static func withWorkspace(
        _ arguments: Arguments,
        _ body: (LaurelService, WorkspaceID) async throws -> Void
    ) async throws {
        let environment = try arguments.word("--environment", Workspace.Environment.self)
        let secrets = SecretKeeper(try WebhookOptions.source(arguments))
        let service = try OpenDatabase(arguments, makesFile: false).service(secrets: secrets)
        defer { service.stop() }
        let workspace = try await service.workspace(environment, arguments["--tenant"])
        try await body(service, workspace)
    }
}

extension LaurelService {
    /// The workspace of an environment, or that of a tenant of it.
    func workspace(
        _ environment: Workspace.Environment,
        _ tenant: String?
    ) async throws -> WorkspaceID {
        guard let tenant else { return try await catalogue.homeWorkspace(of: environment) }
        guard case .named(let workspace) = try await catalogue.tenant(tenant, of: environment)
        else {
            throw CommandFailure("\(environment.rawValue) has no tenant \"\(tenant)\"")
        }
        return workspace.id
    }
}
