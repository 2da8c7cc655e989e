import HTTPServer
import Service
import Synchronization

/// What the server holds for its clients at the moment, as figures for operators.
final class EdgeFigures: Sendable {
    /// The server is made of the application, which shows the figures; so neither keeps the other.
    private struct Place {
        weak var server: HTTPServer?
    }

    private let place = Mutex(Place())

    /// Shows the figures of a server from now on.
    func watch(_ server: HTTPServer) {
        place.withLock { $0.server = server }
    }

    /// Adds the figures; none where requests do not come over a network.
    func add(to text: inout PrometheusText) {
        guard let server = place.withLock({ $0.server }) else { return }
        text.begin("laurel_http_connections", .gauge, "Connections that are open.")
        text.sample([], Double(server.connectionCount))
        text.begin(
            "laurel_http_body_memory_bytes",
            .gauge,
            "Memory that the bodies of requests take while they arrive and are worked on."
        )
        text.sample([], Double(server.bodyMemoryBytes))
    }
}
