import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Storage
import Wire

/// Achievements as Trophy's admin interface has them.
enum AdminAchievementWire {
    /// What the fields tell of an achievement.
    static func change(from fields: JSONFields) throws -> AchievementChange {
        var change = AchievementChange()
        for field in AchievementFields.all { try field.read(fields, (), &change) }
        change.badgeURL = try fields.wanted("badge", BadgeField.url)
        change.status = try fields.word("status", Achievement.Status.self)
        change.kind = try fields.word("trigger", AchievementTrigger.Kind.self)
        change.userAttributes = try fields.wanted("userAttributes", AttributeMatches.read)
        try readTrigger(from: fields, into: &change)
        return change
    }

    /// Writes an achievement.
    static func write(
        _ achievement: Achievement,
        _ rulebook: Rulebook,
        for request: Request,
        to object: inout JSONObjectWriter
    ) {
        object.field("id", achievement.publicID)
        for field in AchievementFields.all { field.write(achievement, (), &object) }
        BadgeField.write(achievement.badgeURL, for: request, to: &object)
        object.field("status", achievement.status.rawValue)
        object.field("trigger", achievement.trigger.kind.rawValue)
        writeTrigger(achievement.trigger, rulebook, to: &object)
        let filter = achievement.userFilter
        AttributeMatches.writeIDs(filter, as: "userAttributes", rulebook, to: &object)
    }
}

extension AdminAchievementWire {
    /// Writes how a search goes.
    static func write(_ search: Backdating?, to object: inout JSONObjectWriter) {
        guard let search else { return object.null("backdating") }
        object.object("backdating") { object in
            object.field("status", search.finishedAt == nil ? "running" : "finished")
            object.field("scanned", search.scanned)
            object.field("total", search.total)
            object.field("completed", search.completed)
            object.field("startedAt", search.startedAt.iso8601)
            object.field("finishedAt", search.finishedAt?.iso8601)
        }
    }
}

// MARK: - Reading

extension AdminAchievementWire {
    private static func readTrigger(
        from fields: JSONFields,
        into change: inout AchievementChange
    ) throws {
        change.metric = try fields.optional("metricId").map(ResourceID.read)
        change.amount = try fields.optional("metricValue").map(amount)
        change.eventAttributes = try fields.wanted("eventAttributes", AttributeMatches.read)
        change.streakLength = try count("streakLength", upTo: 100_000, in: fields)
        change.years = try count("anniversaryYears", upTo: 100, in: fields)
        if fields.optional("key") != nil { change.key = try fields.referenceKey() }
        if let parts = fields.optional("achievementIds") {
            let elements = try parts.elements()
            guard (1...TrophyLimits.maximumAchievementParts).contains(elements.count) else {
                throw parts.invalid(
                    "must have 1 to \(TrophyLimits.maximumAchievementParts) entries"
                )
            }
            change.parts = try elements.map(ResourceID.read)
        }
    }

    private static func amount(_ cursor: JSONCursor) throws -> Amount {
        guard let amount = Amount(decimal: try cursor.number().literal), amount > .zero else {
            throw cursor.invalid("must be above 0 and at most \(Amount.maximumMagnitude)")
        }
        return amount
    }

    private static func count(
        _ name: String,
        upTo most: Int64,
        in fields: JSONFields
    ) throws -> Int? {
        guard let value = try fields.optionalInteger(name) else { return nil }
        guard (1...most).contains(value) else {
            throw fields.invalid(name, "must be between 1 and \(most)")
        }
        return Int(value)
    }
}

// MARK: - Writing

extension AdminAchievementWire {
    private static func writeTrigger(
        _ trigger: AchievementTrigger,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        switch trigger {
        case .metric(let threshold):
            object.fieldIfPresent("metricId", rulebook.metric(id: threshold.metric)?.publicID)
            object.field("metricValue", rawNumber: threshold.amount.description)
            let filter = threshold.filter?.attributes ?? AttributeFilter()
            AttributeMatches.writeIDs(filter, as: "eventAttributes", rulebook, to: &object)
        case .streak(let length): object.field("streakLength", length)
        case .api(let key): object.field("key", key)
        case .anniversary(let years): object.field("anniversaryYears", years)
        case .composite(let parts):
            let known = parts.compactMap { rulebook.achievements[$0]?.publicID }
            object.field("achievementIds", known)
        }
    }
}
