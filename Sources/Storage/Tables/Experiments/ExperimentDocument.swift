import CivilTime
public import Engine
private import JSONText

/// What is stored of an experiment beside the columns by which rows are found.
///
/// This is the one place that writes and reads its fields.
public enum ExperimentDocument {
    /// The text of an experiment; with names, one for people to read, which is not read back.
    public static func text(of experiment: Experiment, naming names: ItemNames? = nil) -> String {
        DocumentParts.text { object in
            object.field("name", experiment.name)
            object.fieldIfPresent("description", experiment.details)
            if names != nil { object.field("status", experiment.status.rawValue) }
            write(experiment.subject, to: &object)
            object.field("salt", experiment.salt)
            object.field("perMille", experiment.perMille)
            object.array("arms") { array in
                for arm in experiment.arms { array.object { write(arm, names, to: &$0) } }
            }
        }
    }

    private static func write(_ subject: Experiment.Subject, to object: inout JSONObjectWriter) {
        switch subject {
        case .streak(let id): object.field("streak", id.number)
        case .achievement(let id): object.field("achievement", id.number)
        case .trigger(let id): object.field("trigger", id.number)
        }
    }

    private static func write(
        _ arm: Experiment.Arm,
        _ names: ItemNames?,
        to object: inout JSONObjectWriter
    ) {
        object.field("key", arm.key)
        object.field("name", arm.name)
        object.field("weight", arm.weight)
        switch arm.rule {
        case nil: break
        case .streak(let rule):
            let text = StreakRuleDocument.text(of: rule, naming: names)
            if names == nil {
                object.field("rule", text)
            } else {
                object.field("rule", rawJSON: text)
            }
        case .achievement(let limit): write(limit, to: &object)
        case .trigger(let terms):
            object.field("points", terms.points)
            if let limit = terms.limit { write(limit, to: &object) }
            object.fieldIfPresent("maxPerDay", terms.maxPerDay)
            object.fieldIfPresent("maxPerWeek", terms.maxPerWeek)
        }
    }

    private static func write(_ limit: ArmLimit, to object: inout JSONObjectWriter) {
        switch limit {
        case .total(let amount): object.field("total", amount.description)
        case .length(let length): object.field("length", length)
        }
    }
}

// MARK: - Reading

extension ExperimentDocument {
    /// What a text says.
    struct Fields {
        let name: String
        let details: String?
        let subject: Experiment.Subject
        let salt: String
        let perMille: Int
        let arms: [Experiment.Arm]
    }

    /// The fields that a text says.
    static func fields(from text: String, zones: ZoneDatabase) throws -> Fields {
        let fields = try JSONCursor(try JSON(parsing: Array(text.utf8))).fields()
        let subject = try subject(from: fields)
        return Fields(
            name: try fields.string("name"),
            details: try fields.optionalString("description"),
            subject: subject,
            salt: try fields.string("salt"),
            perMille: Int(clamping: try fields.integer("perMille")),
            arms: try fields.array("arms").map { cursor in
                let fields = try cursor.fields()
                return Experiment.Arm(
                    key: try fields.string("key"),
                    name: try fields.string("name"),
                    weight: Int(clamping: try fields.integer("weight")),
                    rule: try rule(of: subject, from: fields, zones: zones)
                )
            }
        )
    }

    private static func subject(from fields: JSONFields) throws -> Experiment.Subject {
        if let number = try fields.optionalInteger("streak") {
            return .streak(StreakDefinitionID(number))
        }
        if let number = try fields.optionalInteger("achievement") {
            return .achievement(AchievementID(number))
        }
        return .trigger(PointsTriggerID(try fields.integer("trigger")))
    }

    private static func rule(
        of subject: Experiment.Subject,
        from fields: JSONFields,
        zones: ZoneDatabase
    ) throws -> ArmRule? {
        switch subject {
        case .streak:
            return try fields.optionalString("rule").map { text in
                .streak(try StreakRuleDocument.rule(from: text, zones: zones))
            }
        case .achievement: return try limit(from: fields).map { .achievement($0) }
        case .trigger:
            guard let points = try fields.optionalInteger("points") else { return nil }
            return .trigger(
                TriggerTerms(
                    points: points,
                    limit: try limit(from: fields),
                    maxPerDay: try fields.optionalInteger("maxPerDay"),
                    maxPerWeek: try fields.optionalInteger("maxPerWeek")
                )
            )
        }
    }

    private static func limit(from fields: JSONFields) throws -> ArmLimit? {
        if try fields.optionalString("total") != nil {
            return .total(try DocumentParts.amount("total", in: fields))
        }
        return try fields.optionalInteger("length").map { .length(Int(clamping: $0)) }
    }
}
