import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Service
import Wire

extension AdminPointsWire {
    /// A system that is to be created, with what it begins with.
    static func newSystem(
        from fields: JSONFields,
        in context: CallContext
    ) throws -> PointsSystemChange {
        var change = try system(from: fields, context.request)
        change.key = try fields.referenceKey()
        change.levels = try items("levels", of: fields) { try newLevel(from: $0, context.request) }
        change.boosts = try items("boosts", of: fields) { try newBoost(from: $0, in: context) }
        change.triggers = try items("triggers", of: fields, trigger)
        return change
    }

    /// What is to change of a system.
    static func system(
        from fields: JSONFields,
        _ request: Request
    ) throws -> PointsSystemChange {
        var change = PointsSystemChange()
        for field in PointsSystemFields.all { try field.read(fields, request, &change) }
        return change
    }

    /// A level that is to be created.
    static func newLevel(
        from fields: JSONFields,
        _ request: Request
    ) throws -> PointsLevelChange {
        var change = try level(from: fields, request)
        change.key = try fields.referenceKey()
        return change
    }

    /// What is to change of a level.
    static func level(from fields: JSONFields, _ request: Request) throws -> PointsLevelChange {
        var change = PointsLevelChange()
        for field in PointsLevelFields.all { try field.read(fields, request, &change) }
        return change
    }

    /// A boost that is to be created.
    static func newBoost(
        from fields: JSONFields,
        in context: CallContext
    ) throws -> PointsBoostChange {
        var change = try boost(from: fields)
        guard let user = fields.optional("userId") else { return change }
        if fields.optional("userAttributes") != nil {
            throw fields.invalid("userAttributes", "cannot come together with userId")
        }
        let id = try UserWire.idRule.text(of: user)
        change.owner = PointsBoostChange.Owner(
            key: context.service.intake.userKey(of: id, in: context.workspace),
            id: id
        )
        return change
    }

    /// What is to change of a boost.
    static func boost(from fields: JSONFields) throws -> PointsBoostChange {
        var change = PointsBoostChange()
        for field in PointsBoostFields.all { try field.read(fields, (), &change) }
        change.userAttributes = try fields.wanted("userAttributes", AttributeMatches.read)
        return change
    }

    /// A trigger that is to be created, or what is to change of one.
    static func trigger(from fields: JSONFields) throws -> PointsTriggerChange {
        var change = PointsTriggerChange()
        change.kind = try fields.word("type", PointsCause.Kind.self)
        change.fields.points = try fields.optionalInteger("points")
        change.fields.status = try fields.word("status", WantedStatus.self)?.status
        change.fields.blocksIfOutOfPoints = try fields.optionalBool("blockIfOutOfPoints")
        change.fields.maxPerDay = try fields.wanted("maxPerDay") { try $0.integer() }
        change.fields.maxPerWeek = try fields.wanted("maxPerWeek") { try $0.integer() }
        change.userAttributes = try fields.wanted("userAttributes", AttributeMatches.read)
        change.metric = try fields.optional("metricId").map(ResourceID.read)
        change.threshold = try fields.optional("metricThreshold")?.amount()
        change.eventAttributes = try fields.wanted("eventAttributes", AttributeMatches.read)
        change.achievement = try fields.optional("achievementId").map(ResourceID.read)
        change.streak = try fields.wanted("streakId", ResourceID.read)
        change.streakLength = try count("streakLength", in: fields)
        change.timeUnit = try fields.word("timeUnit", AdminTimeUnit.self)?.unit
        change.timeInterval = try count("timeInterval", in: fields)
        change.countsPast = try fields.word("appliesTo", Reach.self) == .all
        return change
    }

    /// What a trigger counts: what happens from now on, or what was before, too.
    enum Reach: String, CaseIterable {
        case future
        case all
    }

    /// What a caller may make of a trigger; deleting it is a call of its own.
    enum WantedStatus: String, CaseIterable {
        case active
        case inactive

        var status: PointsTrigger.Status {
            switch self {
            case .active: .active
            case .inactive: .inactive
            }
        }
    }

    /// How much is too much, the catalogue says.
    private static func count(_ name: String, in fields: JSONFields) throws -> Int? {
        try fields.optional(name)?.integer(in: 0...Int64(Int32.max))
    }

    private static func items<Item>(
        _ name: String,
        of fields: JSONFields,
        _ read: (JSONFields) throws -> Item
    ) throws -> [Item] {
        guard let cursor = fields.optional(name) else { return [] }
        return try cursor.elements(atMost: WireLimits.maximumBulkItems)
            .map { try read(try $0.fields()) }
    }
}
