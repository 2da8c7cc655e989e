import Engine
import HTTP
import JSONText
public import Service
import Sodium
import Storage
public import Webhooks

extension TrophyAPI {
    /// What Trophy tells webhooks, by its names, in the order of its documentation.
    static let webhookKinds = [
        "achievement.completed", "streak.started", "streak.extended", "streak.lost",
        "streak.freeze_consumed", "streak.freeze_earned", "points.changed",
        "points.level_changed", "points.boost_started", "points.boost_finished",
        "leaderboard.started", "leaderboard.changed", "leaderboard.finished",
        "leaderboard.rank_changed", "emails.recap_due", "emails.reactivation_due",
        "emails.streak_reminder_due", "emails.achievement_due",
    ]

    /// How webhooks are told what happened in Trophy's words; a server that knows its address says
    /// it in those of badges.
    public static func webhookVoice(
        of service: LaurelService,
        publicURL: String? = nil
    ) -> WebhookVoice {
        let bodies = TrophyBodies(
            catalogue: service.catalogue,
            reading: service.reading,
            boards: service.boards,
            publicURL: publicURL
        )
        return WebhookVoice(
            .trophy,
            kinds: webhookKinds,
            kind: kind,
            restraint: restraint,
            bodies: { try await bodies.texts(of: $0) },
            trial: { trial in
                var writer = JSONWriter()
                writer.object { object in
                    object.field("timestamp", trial.at)
                    object.field("type", WebhookVoice.trialKind)
                }
                return String(decoding: writer.finish(), as: UTF8.self)
            },
            headers: { message in
                let key = Array(message.secret.utf8)
                let signature = Sodium.authenticator(of: message.body, key: key)
                return [("X-Trophy-Signature", Base64.standard.text(of: signature))]
            }
        )
    }

    /// The facts that have a name in Trophy's words; what was given afterwards is told nobody.
    @Sendable private static func kind(_ fact: Fact) -> String? {
        if fact.kind == .achievementCompleted {
            return fact.payload["backdated"]?.bool == true ? nil : fact.kind.rawValue
        }
        if let reminder = ReminderFact(fact) { return kind(of: reminder) }
        let name = fact.kind.rawValue
        let isKnown =
            switch StreakFact.Kind(rawValue: name) {
            case .started, .extended, .lost, .freezeConsumed, .freezeEarned: true
            default:
                switch PointsFact.Kind(rawValue: name) {
                case .changed, .levelChanged, .boostStarted, .boostFinished: true
                default: webhookKinds.contains(name) && BoardFact.Kind(rawValue: name) != nil
                }
            }
        return isKnown ? name : nil
    }

    /// Reminders are told when they are due, so that teams can send them by themselves; a campaign is
    /// none of Trophy's.
    static func kind(of reminder: ReminderFact) -> String? {
        guard reminder.kind == .due else { return nil }
        return switch reminder.reminder {
        case .streakReminder: "emails.streak_reminder_due"
        case .achievement: "emails.achievement_due"
        case .recap: "emails.recap_due"
        case .reactivation: "emails.reactivation_due"
        case .streakAtRisk: nil
        }
    }

    /// Points that change are told once in a quarter of an hour, for each user and system.
    @Sendable private static func restraint(_ fact: Fact) -> WebhookRestraint? {
        guard fact.kind == Fact.Kind(PointsFact.Kind.changed), let system = fact.subject else {
            return nil
        }
        return WebhookRestraint("points.changed \(system)", period: .seconds(900)) {
            earlier,
            later in
            var merged = FactPayload()
            for field in later.fields {
                switch (field.name, earlier[field.name]) {
                case ("added", .whole(let before)?):
                    merged.add("added", .whole(before + Int64(field.value.whole ?? 0)))
                case ("firstRow", let first?): merged.add("firstRow", first)
                default: merged.add(field.name, field.value)
                }
            }
            return merged
        }
    }
}
