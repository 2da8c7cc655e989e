import BricqsAPI
import HTTP
import LaurelAPI
import PhoenixAPI
import Service
import TrophyAPI
import Wire

/// The wires that this server speaks.
///
/// No other file of a room names a dialect: without its lines here, its folder can be deleted
/// (`scripts/without-dialects`).
enum Dialects {
    private static let interfaces: [[Interface]] = [
        LaurelAPI.interfaces(streamErrors: .coded),
        TrophyAPI.interfaces,
        BricqsAPI.interfaces,
        PhoenixAPI.interfaces,
    ]

    /// Everything that they answer.
    static func routes(for service: LaurelService) -> [RouteGroup] {
        interfaces.joined().map { $0.routes(for: service) }
    }
}
