import BricqsAPI
import HTTP
import LaurelAPI
import PhoenixAPI
import Service
import TrophyAPI
import Webhooks
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

    /// Those whose calls are offered as tools: our own, and the first of the others.
    static var toolInterfaces: [Interface] { Array(interfaces.prefix(2).joined()) }

    /// How they tell webhooks what happened.
    static func webhookVoices(of service: LaurelService, publicURL: String?) -> [WebhookVoice] {
        [
            LaurelAPI.webhookVoice(of: service),
            TrophyAPI.webhookVoice(of: service, publicURL: publicURL),
            BricqsAPI.webhookVoice(of: service),
            PhoenixAPI.webhookVoice(of: service),
        ]
    }

    /// Everything that they answer.
    static func routes(for service: LaurelService) -> [RouteGroup] {
        interfaces.joined().map { $0.routes(for: service) }
    }
}
