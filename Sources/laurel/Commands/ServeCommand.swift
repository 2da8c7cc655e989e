import Access
import Catalogue
import CivilTime
import Curl
import Dashboard
import Delivery
import Groups
import HTTP
import HTTPServer
import OperatingSystem
import Reminders
import Rounds
import SQLite
import Service
import Storage
import Webhooks

/// Running the server.
enum ServeCommand {
    static let command = Command(
        name: "serve",
        summary: "Runs the server",
        options: [
            .value("--host", "ADDRESS", "The address to listen on (127.0.0.1)"),
            .value("--port", "NUMBER", "The port to listen on; 0 takes a free one (8080)"),
            OpenDatabase.option,
            .value(
                "--public-url",
                "URL",
                "The address that people and clients have of the server (the Host)"
            ),
            .value("--dashboard", "on|off", "Whether people can sign in at /dashboard/ (on)"),
            .value("--keep-audit", "DAYS", "How long changes of the configuration are kept (400)"),
        ] + RateOptions.options + EdgeOptions.options + WebhookOptions.options
            + ReminderOptions.options,
        details: """
            SIGTERM and SIGINT stop it gracefully: requests that have arrived are answered first. A
            second signal stops it at once. Answered events are never lost.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let host = arguments["--host"] ?? "127.0.0.1"
        let port = try arguments.integer("--port", in: 0...65_535, default: 8080)
        let edge = try EdgeOptions(arguments)
        let publicURL = try publicURL(arguments)
        let webhooks = try WebhookOptions(arguments)
        let reminders = try ReminderOptions(arguments, publicURL: publicURL)
        let dashboard = try DashboardOption.dashboard(arguments)
        HTTPServer.shareHeaps()
        do throws(HTTPServerError) {
            try HTTPServer.reserveDescriptors(edge.limits)
        } catch {
            throw CommandFailure(error.message)
        }
        TerminationSignals.ignoreBrokenPipes()
        // Before anything is opened, so that a signal finds somebody who heeds it.
        let termination = Termination()
        let opened = try OpenDatabase(arguments)
        var limits = try limits(arguments)
        limits.webhooks = webhooks.limits
        let service = try opened.service(limits: limits, secrets: webhooks.secrets)
        try service.monitor.checkZones()
        let application = LaurelApplication(
            service: service,
            publicURL: publicURL,
            dashboard: dashboard,
            kit: DashboardOption.kit
        )
        let server = try start(application, host: host, port: UInt16(port), edge)
        application.watch(server)
        service.followBoards()
        let rounds = service.rounds
        rounds.start { job, error in
            application.lines.note(
                "round failed",
                kind: "round \(job)",
                ["job": job, "error": "\(error)"]
            )
        }
        let client = webhooks.start(service, publicURL: publicURL, lines: application.lines)
        reminders.start(service, lines: application.lines)
        GroupNotes.follow(service, lines: application.lines)
        greet(server, opened, service)
        if dashboard != nil {
            let address = ServerAddress(host: server.boundAddress, port: Int(server.port))
            await DashboardOption.greet(service, at: publicURL ?? address.url)
        }
        await termination.wait()
        Log().note("draining", ["active": "\(server.activeRequestCount)"])
        // Streams have no end of their own; their clients go on elsewhere from where they were.
        service.feed.stop()
        await server.drain(timeout: .seconds(30))
        await service.reminders.stop()
        await service.groups.stopFollowing()
        await service.webhooks.stop()
        client.stop()
        application.stop()
        rounds.stop()
        service.stop()
        Log().note("stopped", [:])
    }

    /// An address that paths are put behind.
    private static func publicURL(_ arguments: Arguments) throws(UsageError) -> String? {
        guard var url = arguments["--public-url"] else { return nil }
        while url.hasSuffix("/") { url.removeLast() }
        let host = ["https://", "http://"].first(where: url.hasPrefix).map {
            url.dropFirst($0.count)
        }
        let isPlain = url.utf8.allSatisfy {
            (0x21...0x7E).contains($0) && !"?#\"<>".utf8.contains($0)
        }
        guard let host, !host.isEmpty, !host.hasPrefix("/"), isPlain else {
            throw UsageError(
                "--public-url must be an address such as https://laurel.example.com, without ? or #"
            )
        }
        return url
    }

    private static func limits(_ arguments: Arguments) throws -> ServiceLimits {
        var limits = ServiceLimits.standard
        limits.access.rates = try RateOptions.limits(arguments)
        let days = try arguments.integer("--keep-audit", in: 1...36_500, default: 400)
        limits.catalogue.auditRetention = .seconds(days * 86_400)
        return limits
    }

    private static func start(
        _ application: LaurelApplication,
        host: String,
        port: UInt16,
        _ edge: EdgeOptions
    ) throws -> HTTPServer {
        var configuration = HTTPServer.Configuration { Log().note($0, [:]) }
        configuration.host = host
        configuration.port = port
        configuration.limits = edge.limits
        configuration.trustedProxies = edge.proxies
        do {
            return try HTTPServer.start(configuration, application: application)
        } catch let error as HTTPServerError {
            throw CommandFailure(error.message)
        }
    }

    private static func isLocal(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.")
    }

    private static func greet(
        _ server: HTTPServer,
        _ opened: OpenDatabase,
        _ service: LaurelService
    ) {
        let path = opened.database.displayName
        let address = ServerAddress(host: server.boundAddress, port: Int(server.port))
        Console.print("laurel \(CommandTable.version) listens on \(address.url)")
        Console.print(
            "  database    \(path)\(opened.preparation.isNew ? " (new)" : "")"
        )
        if !isLocal(server.boundAddress) {
            Console.print("  encryption  none: put a proxy before it, see docs/operations/proxy.md")
        }
        Console.print("  time zones  \(service.zones.directory), \(service.zones.version ?? "?")")
        if (try? service.access.keys().isEmpty) == true {
            Console.print(
                """
                There is no API key yet. Make one, while this runs or not:
                  \(KeysCommand.example(database: path))
                """
            )
        }
    }
}
