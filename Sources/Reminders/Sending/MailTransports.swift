import Curl
import Synchronization

/// The connections to the servers that mails go to: those that were used lately.
final class MailTransports: Sendable {
    private struct State {
        var transports: [MailServer: MailTransport] = [:]
        /// The servers that workspaces have named, the one used last at the end.
        var recent: [MailServer] = []
        var isStopped = false
    }

    private let state = Mutex(State())

    /// Whether a workspace's own server has been used.
    var hasOwn: Bool { state.withLock { !$0.recent.isEmpty } }

    /// What hands mails to the server of an outlet; nothing once it is stopped.
    func transport(to outlet: MailOutlet) -> MailTransport? {
        state.withLock { state in
            guard !state.isStopped else { return nil }
            let server = outlet.server
            if outlet.isOwn {
                state.recent.removeAll { $0 == server }
                state.recent.append(server)
            }
            if let known = state.transports[server] { return known }
            let made = MailTransport(
                to: server,
                connections: outlet.isOwn
                    ? RemindingLimits.ownMailConnections : CurlLimits.mailConnections
            )
            state.transports[server] = made
            if state.recent.count > RemindingLimits.keptMailServers {
                // What it has accepted it still hands over.
                state.transports.removeValue(forKey: state.recent.removeFirst())?.stop()
            }
            return made
        }
    }

    /// Finishes what is under way.
    func stop() {
        let all = state.withLock { state in
            state.isStopped = true
            return Array(state.transports.values)
        }
        for transport in all { transport.stop() }
    }
}
