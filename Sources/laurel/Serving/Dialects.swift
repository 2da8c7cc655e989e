import BricqsAPI
import HTTP
import PhoenixAPI
import Service
import TrophyAPI
import Wire

/// The wires that this server speaks.
///
/// No other file of a room names a dialect, so that one can be taken out by its lines here.
enum Dialects {
    /// Everything that they answer.
    static func routes(for service: LaurelService) -> [RouteGroup] {
        (TrophyAPI.interfaces(streamErrors: .coded) + [BricqsAPI.interface] + PhoenixAPI.interfaces)
            .map { $0.routes(for: service) }
    }
}
