import Catalogue
import Engine
import HTTP
import JSONText
import Wire

/// A points system with its parts as a document of the configuration has it.
enum WantedPoints {
    /// What is told of it; achievements are found by their names.
    static func system(
        _ fields: JSONFields,
        _ rulebook: Rulebook,
        _ achievement: (String) throws -> String?
    ) throws -> PointsSystemChange {
        try fields.allowOnly(
            ["key", "levels", "triggers", "boosts"] + PointsSystemFields.all.map(\.body.name)
        )
        var change = PointsSystemChange()
        change.key = try fields.referenceKey()
        let item = try WholeItem(
            fields,
            defaults: """
                {"description": null, "badge": null, "maxPoints": null, "expiresAfterDays": null}
                """
        )
        try item.read(PointsSystemFields.all, nil, into: &change)
        change.levels = try items("levels", of: fields, level)
        change.triggers = try items("triggers", of: fields) {
            try trigger($0, rulebook, achievement)
        }
        change.boosts = try items("boosts", of: fields) { try boost($0, rulebook) }
        return change
    }

    private static func items<Item>(
        _ name: String,
        of fields: JSONFields,
        _ read: (JSONFields) throws -> Item
    ) throws -> [Item] {
        try (fields.optionalArray(name) ?? []).map { try read(try $0.fields()) }
    }

    private static func level(_ fields: JSONFields) throws -> PointsLevelChange {
        try fields.allowOnly(["key"] + PointsLevelFields.all.map(\.body.name))
        var change = PointsLevelChange()
        change.key = try fields.referenceKey()
        let item = try WholeItem(fields, defaults: #"{"description": "", "badge": null}"#)
        try item.read(PointsLevelFields.all, nil, into: &change)
        return change
    }

    private static func boost(
        _ fields: JSONFields,
        _ rulebook: Rulebook
    ) throws -> PointsBoostChange {
        try fields.allowOnly(["userAttributes"] + PointsBoostFields.all.map(\.body.name))
        var change = PointsBoostChange()
        let item = try WholeItem(
            fields,
            defaults: #"{"end": null, "rounding": "\#(PointsBoost.Rounding.down.rawValue)"}"#
        )
        try item.read(PointsBoostFields.all, (), into: &change)
        change.userAttributes = .set(try fields.matches("userAttributes", .user, rulebook))
        return change
    }
}

// MARK: - Triggers

extension WantedPoints {
    private static let triggerNames = [
        "type", "points", "status", "blockIfOutOfPoints", "maxPerDay", "maxPerWeek",
        "userAttributes", "metric", "metricThreshold", "eventAttributes", "achievement",
        "streak", "streakLength", "timeUnit", "timeInterval",
    ]

    private enum Status: String, CaseIterable {
        case active
        case inactive
    }

    /// What a trigger gives points for and to whom, by which it is known.
    static func cause(
        _ fields: JSONFields,
        _ rulebook: Rulebook
    ) throws -> PointsTriggerChange {
        try fields.allowOnly(causeNames)
        var change = try cause(fields, rulebook) { _ in nil }
        // How many it gives says nothing about which one it is.
        change.fields.points = 1
        change.fields.status = .active
        return change
    }

    private static let causeNames = [
        "type", "userAttributes", "metric", "metricThreshold", "eventAttributes", "streak",
        "streakLength",
    ]

    private static func trigger(
        _ fields: JSONFields,
        _ rulebook: Rulebook,
        _ achievement: (String) throws -> String?
    ) throws -> PointsTriggerChange {
        try fields.allowOnly(triggerNames)
        var change = try cause(fields, rulebook, achievement)
        change.fields.points = try fields.required("points").integer()
        let status = try fields.word("status", Status.self) ?? .active
        change.fields.status = status == .active ? .active : .inactive
        change.fields.blocksIfOutOfPoints = try fields.optionalBool("blockIfOutOfPoints") ?? false
        change.fields.maxPerDay = try limit("maxPerDay", in: fields)
        change.fields.maxPerWeek = try limit("maxPerWeek", in: fields)
        return change
    }

    private static func cause(
        _ fields: JSONFields,
        _ rulebook: Rulebook,
        _ achievement: (String) throws -> String?
    ) throws -> PointsTriggerChange {
        var change = PointsTriggerChange()
        change.kind = try fields.word("type", PointsCause.Kind.self)
        change.userAttributes = .set(try fields.matches("userAttributes", .user, rulebook))
        change.metric = try fields.optional("metric")?.metric(of: rulebook)
        change.threshold = try fields.optional("metricThreshold")?.amount()
        change.eventAttributes = .set(try fields.matches("eventAttributes", .event, rulebook))
        change.achievement = try fields.optional("achievement").map { cursor in
            guard let id = try achievement(try cursor.string()) else {
                throw cursor.invalid("must be the name of an achievement that exists")
            }
            return id
        }
        change.streak = try streak(in: fields, rulebook)
        change.streakLength = try count("streakLength", in: fields)
        change.timeUnit = try fields.word("timeUnit", AdminTimeUnit.self)?.unit
        change.timeInterval = try count("timeInterval", in: fields)
        return change
    }

    private static func streak(
        in fields: JSONFields,
        _ rulebook: Rulebook
    ) throws -> Change<String> {
        guard let cursor = fields.optional("streak") else { return .clear }
        guard let streak = rulebook.streak(key: try cursor.string()) else {
            throw cursor.invalid("must be the key of a streak that exists")
        }
        return .set(streak.publicID)
    }

    private static func limit(_ name: String, in fields: JSONFields) throws -> Change<Int64> {
        guard let limit = try fields.optionalInteger(name) else { return .clear }
        return .set(limit)
    }

    private static func count(_ name: String, in fields: JSONFields) throws -> Int? {
        try fields.optionalInteger(name).map { Int(clamping: $0) }
    }
}
