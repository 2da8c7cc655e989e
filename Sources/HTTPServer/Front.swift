import HTTP

/// What every request needs of the server.
final class Front: Sendable {
    let application: any Application
    let limits: HTTPLimits
    let log: @Sendable (String) -> Void
    let traffic: Traffic
    let sockets: OpenSockets

    init(
        application: any Application,
        limits: HTTPLimits,
        log: @escaping @Sendable (String) -> Void,
        traffic: Traffic,
        sockets: OpenSockets
    ) {
        self.application = application
        self.limits = limits
        self.log = log
        self.traffic = traffic
        self.sockets = sockets
    }
}
