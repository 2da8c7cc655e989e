import HTTPServer
import Service
import Synchronization

/// What the server holds for its clients at the moment, as figures for operators.
final class EdgeFigures: Sendable {
    /// The server is made of the application, which shows the figures; so neither keeps the other.
    private struct Attachment {
        weak var server: HTTPServer?
    }

    private let attachment = Mutex(Attachment())

    /// Shows the figures of a server from now on.
    func watch(_ server: HTTPServer) {
        attachment.withLock { $0.server = server }
    }

    /// Adds the figures; none where requests do not come over a network.
    func add(to text: inout PrometheusText) {
        guard let server = attachment.withLock({ $0.server }) else { return }
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
