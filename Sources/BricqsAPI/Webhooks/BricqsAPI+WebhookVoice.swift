import Catalogue
import CivilTime
import Engine
import JSONText
public import Service
import Sodium
import Storage
public import Webhooks

extension BricqsAPI {
    /// What Bricqs tells webhooks, by its names.
    static let webhookKinds = BricqsFact.allCases.map(\.rawValue)

    /// How webhooks are told what happened in Bricqs' envelope.
    public static func webhookVoice(of service: LaurelService) -> WebhookVoice {
        let catalogue = service.catalogue
        return WebhookVoice(
            .bricqs,
            kinds: webhookKinds,
            kind: { BricqsFact($0)?.rawValue },
            bodies: { facts in try await BricqsBody.texts(of: facts, catalogue) },
            trial: { trial in
                BricqsBody.text { object in
                    object.field("id", trial.id)
                    object.field("type", WebhookVoice.trialKind)
                    object.field("occurred_at", trial.at)
                    object.field("tenant_id", trial.tenant)
                    object.object("data") { _ in }
                }
            },
            headers: { message in
                let key = Array(message.secret.utf8)
                let signature = Sodium.authenticator(of: message.body, key: key).hexadecimal
                var headers = [
                    ("X-Bricqs-Signature", "sha256=\(signature)"),
                    ("X-Bricqs-Event", message.kind), ("X-Bricqs-Delivery", message.id),
                ]
                if let tenant = BricqsBody.tenant(of: message.body) {
                    headers.append(("X-Bricqs-Tenant", tenant))
                }
                return headers
            }
        )
    }
}

/// What Bricqs' webhooks are told, by the names of its facts.
private enum BricqsFact: String, CaseIterable {
    case streakRecorded = "behavior.streak_recorded"
    case badgeAwarded = "badge.awarded"
    case pointsAwarded = "points.awarded"
    case pointsDeducted = "points.deducted"
    case rewardIssued = "reward.issued"

    /// The name of a fact; nothing where Bricqs has none.
    init?(_ fact: Fact) {
        if let streak = StreakFact(fact) {
            switch streak.kind {
            case .started, .extended: self = .streakRecorded
            // The past may have made a streak longer.
            case .corrected where streak.length > streak.previousLength: self = .streakRecorded
            case .milestoneReached where streak.rewardItemID != nil: self = .rewardIssued
            default: return nil
            }
        } else if fact.kind == .achievementCompleted {
            self = .badgeAwarded
        } else if let points = PointsFact(fact), let added = points.added,
            [.changed, .expired].contains(points.kind)
        {
            self = added < 0 ? .pointsDeducted : .pointsAwarded
        } else {
            return nil
        }
    }
}

/// What webhooks are sent in Bricqs' envelope.
private enum BricqsBody {
    static func texts(of facts: [PlacedFact], _ catalogue: Catalogue) async throws -> [String?] {
        guard let workspace = facts.first?.workspace else { return [] }
        let home = try await catalogue.view(of: workspace).workspace
        let streaks = try await catalogue.streaks(in: workspace)
        let keys = Dictionary(streaks.map { ($0.publicID, $0.key) }) { first, _ in first }
        return facts.map { placed in
            guard let fact = BricqsFact(placed.stored.fact), let user = placed.userID else {
                return nil
            }
            let data = text { object in
                object.field("participant_id", user)
                write(placed.stored.fact, keys, to: &object)
            }
            return text { object in
                object.field("id", DeliverySubject(placed.stored).factID)
                object.field("type", fact.rawValue)
                object.field("occurred_at", placed.stored.fact.at.iso8601)
                object.field("tenant_id", home.customerID ?? home.publicID)
                object.field("data", rawJSON: data)
                // Bricqs' own example of a receiver reads these.
                object.field("participant_id", user)
                object.field("payload", rawJSON: data)
            }
        }
    }

    private static func write(
        _ fact: Fact,
        _ keys: [String: String],
        to object: inout JSONObjectWriter
    ) {
        if let streak = StreakFact(fact) {
            object.field("streak_code", keys[streak.streak])
            if streak.kind == .milestoneReached {
                object.field("reward_id", streak.rewardItemID)
                object.field("threshold", streak.count)
            } else {
                object.field("count", streak.length)
                object.field("new_count", streak.length)
                object.field("previous_count", streak.previousLength)
            }
        } else if let points = PointsFact(fact) {
            object.field("points_code", points.key)
            object.field("amount", points.added.map { abs($0) })
            object.field("new_balance", points.total)
        } else {
            object.field("badge_code", fact.payload["key"] ?? fact.payload["achievementId"])
            object.field("name", fact.payload["name"])
            object.field("earned_at", fact.at.iso8601)
        }
    }

    static func text(_ write: (inout JSONObjectWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object(write)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// The tenant that a body names.
    static func tenant(of body: [UInt8]) -> String? {
        guard case .object(let object)? = try? JSON(parsing: body),
            case .string(let tenant)? = object["tenant_id"]
        else { return nil }
        return tenant
    }
}
