import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import Wire

/// Achievements as Trophy's application interface has them.
struct AchievementWire {
    private let rulebook: Rulebook
    private let request: Request

    init(_ context: CallContext) {
        rulebook = context.view.rulebook
        request = context.request
    }

    init(_ rulebook: Rulebook, seenThrough request: Request) {
        self.rulebook = rulebook
        self.request = request
    }

    /// Writes an achievement, and when somebody reached it.
    func write(
        _ achievement: Achievement,
        achievedAt: Instant?,
        to object: inout JSONObjectWriter
    ) {
        write(achievement, to: &object)
        object.field("achievedAt", achievedAt?.iso8601)
    }

    /// Writes an achievement.
    func write(_ achievement: Achievement, to object: inout JSONObjectWriter) {
        object.field("id", achievement.publicID)
        for field in AchievementFields.all { field.write(achievement, (), &object) }
        object.field("badgeUrl", achievement.badgeURL.map(request.absolute))
        object.field("trigger", achievement.trigger.kind.rawValue)
        writeTrigger(achievement.trigger, to: &object)
        let filter = achievement.userFilter
        AttributeMatches.writeKeys(filter, as: "userAttributes", rulebook, to: &object)
    }

    /// Writes how many users have an achievement.
    func write(
        _ counts: AchievementCounts,
        of achievement: Achievement,
        to object: inout JSONObjectWriter
    ) {
        object.field("completions", counts.completions(of: achievement.id))
        object.field("rarity", rawNumber: counts.rarity(of: achievement.id).description)
    }

    /// Writes how far a user has come.
    func write(_ progress: AchievementProgress, to object: inout JSONObjectWriter) {
        object.object("progress") { object in
            object.field("current", rawNumber: progress.current.description)
            object.field("target", rawNumber: progress.target.description)
            object.field("percent", rawNumber: progress.percent.description)
        }
    }

    private func writeTrigger(_ trigger: AchievementTrigger, to object: inout JSONObjectWriter) {
        switch trigger {
        case .metric(let threshold):
            let metric = rulebook.metric(id: threshold.metric)
            object.fieldIfPresent("metricId", metric?.publicID)
            object.fieldIfPresent("metricName", metric?.name)
            object.field("metricValue", rawNumber: threshold.amount.description)
            let filter = threshold.filter?.attributes ?? AttributeFilter()
            AttributeMatches.writeKeys(filter, as: "eventAttributes", rulebook, to: &object)
        case .streak(let length): object.field("streakLength", length)
        case .api(let key): object.field("key", key)
        case .anniversary(let years): object.field("anniversaryYears", years)
        case .composite(let parts):
            let known = parts.compactMap { rulebook.achievements[$0]?.publicID }
            object.field("achievementIds", known)
        }
    }
}
