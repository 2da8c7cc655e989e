import Catalogue
import CivilTime
import OperatingSystem
import Service
import Storage
import Webhooks

/// Looking after webhooks from the command line; a server that runs does the sending.
enum WebhooksCommand {
    static let list = Command(
        name: "webhooks list",
        summary: "Lists the webhooks of every workspace, without their secrets",
        options: [OpenDatabase.existingOption]
    ) { arguments in
        try arguments.allowWords(0)
        try await withService(arguments) { service in
            let header = ["ID", "WORKSPACE", "DIALECT", "STATUS", "FAILING SINCE", "URL"]
            var table = TextTable(header)
            for webhook in try await service.catalogue.allWebhooks() {
                let view = try await service.catalogue.view(of: webhook.workspace)
                let home = view.workspace.environment.rawValue
                let tenant = view.workspace.customerID.map { "/\($0)" } ?? ""
                table.add([
                    webhook.publicID, home + tenant, webhook.dialect.rawValue,
                    webhook.status.rawValue, webhook.failingSince?.iso8601 ?? "-", webhook.url,
                ])
            }
            Console.print(table.text)
        }
    }

    static let test = Command(
        name: "webhooks test",
        summary: "Has the running server send a webhook something that is about nothing",
        arguments: "ID",
        options: [OpenDatabase.existingOption]
    ) { arguments in
        let id = try id(arguments)
        try await withService(arguments) { service in
            let delivery = try await service.webhooks.test(try await find(id, service))
            Console.print("\(delivery.id) waits to be sent")
        }
    }

    static let replay = Command(
        name: "webhooks replay",
        summary: "Has the running server send deliveries once more, under their ids",
        arguments: "ID",
        options: [
            OpenDatabase.existingOption,
            .value("--deliveries", "IDS", "Which, with commas"),
            .value("--from", "TIME", "Those made from a moment on: 2026-03-01T12:00:00Z"),
            .value("--to", "TIME", "Those made before a moment"),
            .value("--kinds", "KINDS", "Those that tell one of these, with commas"),
            .value("--status", "STATUS", "pending, delivered or failed"),
        ]
    ) { arguments in
        let id = try id(arguments)
        let replayed = try replayed(arguments)
        try await withService(arguments) { service in
            let count = try await service.webhooks.replay(replayed, to: try await find(id, service))
            Console.print("\(count) \(count == 1 ? "waits" : "wait") to be sent once more")
        }
    }

    private static func id(_ arguments: Arguments) throws -> String {
        try arguments.allowWords(1)
        guard let id = arguments.words.first else { throw UsageError("ID is required") }
        return id.lowercased()
    }

    private static func find(_ id: String, _ service: LaurelService) async throws -> Webhook {
        let webhooks = try await service.catalogue.allWebhooks()
        guard let webhook = webhooks.first(where: { $0.publicID == id }) else {
            throw CommandFailure("there is no webhook \(id); 'webhooks list' shows them")
        }
        return webhook
    }

    private static func replayed(_ arguments: Arguments) throws -> ReplayedDeliveries {
        var filter = DeliveryFilter()
        filter.from = try moment("--from", arguments)
        filter.until = try moment("--to", arguments)
        filter.kinds = arguments["--kinds"].map { Set($0.split(separator: ",").map(String.init)) }
        if arguments["--status"] != nil {
            filter.status = try arguments.word("--status", WebhookDelivery.Status.self)
        }
        if let ids = arguments["--deliveries"] {
            guard filter == DeliveryFilter() else {
                throw UsageError("option --deliveries goes with no other that says which")
            }
            return .named(ids.split(separator: ",").map(String.init))
        }
        guard filter != DeliveryFilter() else {
            throw UsageError("say which: --deliveries, or some of --from, --to, --kinds, --status")
        }
        let isPlain = filter.kinds?.allSatisfy { $0.utf8.allSatisfy { $0 > 0x2D && $0 < 0x7B } }
        guard isPlain != false else { throw UsageError("option --kinds must name kinds") }
        return .matching(filter)
    }

    private static func moment(_ option: String, _ arguments: Arguments) throws -> Instant? {
        guard let text = arguments[option] else { return nil }
        guard let moment = try? Instant(iso8601: text) else {
            throw UsageError("option \(option) must be a time such as 2026-03-01T12:00:00Z")
        }
        return moment
    }

    private static func withService(
        _ arguments: Arguments,
        _ body: (LaurelService) async throws -> Void
    ) async throws {
        let service = try OpenDatabase(arguments, makesFile: false).service()
        service.webhooks.speak(Dialects.webhookVoices(of: service, publicURL: nil))
        defer { service.stop() }
        try await body(service)
    }
}
