import CivilTime
public import Engine
private import JSONText

/// What is stored of a streak beside the columns by which rows are found, and besides its rules,
/// which are documents of their own (`StreakRuleDocument`).
///
/// This is the one place that writes and reads its fields.
public enum StreakDocument {
    /// The text of a streak.
    static func text(of streak: StreakDefinition) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.field("name", streak.name)
            object.fieldIfPresent("description", streak.details)
            object.field("isCustomizable", streak.isCustomizable)
            object.array("milestones") { write(streak.milestones, to: &$0) }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// One for people to read, with the rule that holds; it is not read back.
    public static func text(of streak: StreakDefinition, naming names: ItemNames) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.field("key", streak.key)
            object.field("name", streak.name)
            object.fieldIfPresent("description", streak.details)
            object.field("isPrimary", streak.isPrimary)
            object.field("isCustomizable", streak.isCustomizable)
            object.field("isPaused", streak.status == .paused)
            object.array("milestones") { write(streak.milestones, to: &$0) }
            object.field("rule", rawJSON: StreakRuleDocument.text(of: streak.rule, naming: names))
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// The fields that a text says.
    static func fields(from text: String) throws -> Fields {
        let fields = try JSONCursor(try JSON(parsing: text)).fields()
        return Fields(
            name: try fields.string("name"),
            details: try fields.optionalString("description"),
            isCustomizable: try fields.bool("isCustomizable"),
            milestones: try fields.array("milestones").map { try milestone(try $0.fields()) }
        )
    }

    /// What a text says.
    struct Fields {
        let name: String
        let details: String?
        let isCustomizable: Bool
        let milestones: [StreakMilestone]
    }

    private static func write(_ milestones: [StreakMilestone], to array: inout JSONArrayWriter) {
        for milestone in milestones {
            array.object { object in
                object.field("threshold", milestone.threshold)
                object.fieldIfPresent("rewardItemID", milestone.rewardItemID)
                object.field("isRepeatable", milestone.isRepeatable)
            }
        }
    }

    private static func milestone(_ fields: JSONFields) throws -> StreakMilestone {
        StreakMilestone(
            threshold: Int(clamping: try fields.integer("threshold")),
            rewardItemID: try fields.optionalString("rewardItemID"),
            isRepeatable: try fields.bool("isRepeatable")
        )
    }
}
