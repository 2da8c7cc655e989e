import CivilTime
import HTTP
import HTTPServer
import OperatingSystem
import SQLite
import Service
import Storage

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
                "--rate-limit",
                "NUMBER",
                "Requests a minute of each key under /api/v1; 0 for any number (1200000)"
            ),
        ],
        details: """
            SIGTERM and SIGINT stop it gracefully: requests that have arrived are answered first. A
            second signal stops it at once. Answered events are never lost.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let host = arguments["--host"] ?? "127.0.0.1"
        let port = try arguments.integer("--port", in: 0...65_535, default: 8080)
        TerminationSignals.ignoreBrokenPipes()
        // Before anything is opened, so that a signal finds somebody who heeds it.
        let termination = Termination()
        let opened = try OpenDatabase(arguments)
        let service = try opened.service(limits: try limits(arguments))
        try service.checkZones()
        let application = LaurelApplication(service: service, log: Log())
        let server = try start(application, host: host, port: UInt16(port), limits: .standard)
        service.startRounds { Log().note("round failed", ["error": "\($0)"]) }
        greet(server, opened, service)
        await termination.wait()
        Log().note("draining", ["active": "\(server.activeRequestCount)"])
        // Streams have no end of their own; their clients go on elsewhere from where they were.
        service.feed.stop()
        await server.drain(timeout: .seconds(30))
        application.stop()
        service.stop()
        Log().note("stopped", [:])
    }

    private static func limits(_ arguments: Arguments) throws -> ServiceLimits {
        var limits = ServiceLimits.standard
        let rate = try arguments.integer(
            "--rate-limit",
            in: 0...1_000_000_000,
            default: limits.maximumRequestsPerMinute ?? 0
        )
        limits.maximumRequestsPerMinute = rate == 0 ? nil : rate
        return limits
    }

    private static func start(
        _ application: LaurelApplication,
        host: String,
        port: UInt16,
        limits: HTTPLimits
    ) throws -> HTTPServer {
        var configuration = HTTPServer.Configuration { Log().note($0, [:]) }
        configuration.host = host
        configuration.port = port
        configuration.limits = limits
        do {
            return try HTTPServer.start(configuration, application: application)
        } catch let error as HTTPServerError {
            throw CommandFailure(error.message)
        }
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
        Console.print("  time zones  \(service.zones.directory), \(service.zones.version ?? "?")")
        if (try? service.keys().isEmpty) == true {
            Console.print(
                """
                There is no API key yet. Make one, while this runs or not:
                  \(KeysCommand.example(database: path))
                """
            )
        }
    }
}
