import Catalogue
import CivilTime
import Engine
import JSONText
public import Service
import Storage
public import Webhooks

extension PhoenixAPI {
    /// What Phoenix tells webhooks, by its names.
    static let webhookKinds = [
        "streak.incremented", "streak.broken", "streak.milestone_reached", "streak.at_risk",
    ]

    /// How webhooks are told what befell streaks in Phoenix' words: its four events.
    public static func webhookVoice(of service: LaurelService) -> WebhookVoice {
        let catalogue = service.catalogue
        return WebhookVoice(
            .phoenix,
            kinds: webhookKinds,
            kind: { StreakFact($0).flatMap { PhoenixBody.kind($0.kind) } },
            bodies: { facts in try await PhoenixBody.texts(of: facts, catalogue) },
            trial: { trial in
                PhoenixBody.text { object in
                    object.field("event_type", WebhookVoice.trialKind)
                    object.field("event_id", trial.id)
                    object.field("tenant_id", trial.tenant)
                    object.field("occurred_at", trial.at)
                }
            }
        )
    }
}

/// What webhooks are sent in Phoenix' words.
private enum PhoenixBody {
    static func kind(_ kind: StreakFact.Kind) -> String? {
        switch kind {
        case .started, .extended: "streak.incremented"
        case .lost: "streak.broken"
        case .milestoneReached: "streak.milestone_reached"
        case .atRisk: "streak.at_risk"
        case .freezeConsumed, .freezeEarned, .corrected: nil
        }
    }

    static func texts(of facts: [PlacedFact], _ catalogue: Catalogue) async throws -> [String?] {
        guard let workspace = facts.first?.workspace else { return [] }
        let home = try await catalogue.view(of: workspace).workspace
        return facts.map { placed in
            guard let fact = StreakFact(placed.stored.fact), let kind = kind(fact.kind),
                let user = placed.userID
            else { return nil }
            return text { object in
                object.field("event_type", kind)
                object.field("event_id", DeliverySubject(placed.stored).factID)
                object.field("tenant_id", home.customerID ?? home.publicID)
                object.field("user_id", user)
                object.field("definition_id", fact.streak)
                write(fact, to: &object)
                object.field("occurred_at", fact.at.iso8601)
            }
        }
    }

    private static func write(_ fact: StreakFact, to object: inout JSONObjectWriter) {
        switch fact.kind {
        case .started, .extended: object.field("new_count", fact.length)
        case .lost: object.field("final_count", fact.length)
        case .milestoneReached:
            object.field("threshold", fact.count)
            object.field("reward_id", fact.rewardItemID)
        case .atRisk:
            object.field("current_count", fact.length)
            object.field("window_ends_at", fact.endsAt?.iso8601)
        case .freezeConsumed, .freezeEarned, .corrected: break
        }
    }

    static func text(_ write: (inout JSONObjectWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object(write)
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}
