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
        change.badgeURL = try fields.wanted("badge", badge)
        change.status = try fields.word("status", Achievement.Status.self)
        change.kind = try fields.word("trigger", AchievementTrigger.Kind.self)
        change.userAttributes = try fields.wanted("userAttributes", matches)
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
        if let url = achievement.badgeURL {
            object.object("badge") { $0.field("url", request.absolute(url)) }
        } else {
            object.null("badge")
        }
        object.field("status", achievement.status.rawValue)
        object.field("trigger", achievement.trigger.kind.rawValue)
        writeTrigger(achievement.trigger, rulebook, to: &object)
        write(achievement.userFilter, as: "userAttributes", rulebook, to: &object)
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
        change.metric = try fields.optional("metricId").map(id)
        change.amount = try fields.optional("metricValue").map(amount)
        change.eventAttributes = try fields.wanted("eventAttributes", matches)
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
            change.parts = try elements.map(id)
        }
    }

    private static func id(_ cursor: JSONCursor) throws -> String {
        let text = try cursor.string()
        guard UUIDText.isValid(text) else { throw cursor.invalid("must be a valid UUID") }
        return text.lowercased()
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

    private static func badge(_ cursor: JSONCursor) throws -> String {
        let url = try cursor.fields().required("url")
        let text = try TextRule.filled(TrophyLimits.maximumTextLength).text(of: url)
        guard text.hasPrefix("https://") || text.hasPrefix("http://") || text.hasPrefix("/") else {
            throw url.invalid("must be a URL that begins with https:// or http://")
        }
        return text
    }

    private static func matches(_ cursor: JSONCursor) throws -> [AchievementChange.Match] {
        let elements = try cursor.elements(atMost: TrophyLimits.maximumAttributes)
        return try elements.map { element in
            let fields = try element.fields()
            return AchievementChange.Match(
                attribute: try id(fields.required("attributeId")),
                value: try fields.text(
                    "attributeValue",
                    .any(WireLimits.maximumAttributeLength)
                )
            )
        }
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
            write(filter, as: "eventAttributes", rulebook, to: &object)
        case .streak(let length): object.field("streakLength", length)
        case .api(let key): object.field("key", key)
        case .anniversary(let years): object.field("anniversaryYears", years)
        case .composite(let parts):
            let known = parts.compactMap { rulebook.achievements[$0]?.publicID }
            object.field("achievementIds", known)
        }
    }

    private static func write(
        _ filter: AttributeFilter,
        as name: String,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        object.array(name) { array in
            for (id, value) in filter.attributes.sorted(by: { $0.key.number < $1.key.number }) {
                guard let attribute = rulebook.attribute(id: id) else { continue }
                array.object { object in
                    object.field("attributeId", attribute.publicID)
                    object.field("attributeValue", value)
                }
            }
        }
    }
}
