import Catalogue
import Engine
import HTTP
import JSONText
import Wire

/// What people say of an achievement and everybody reads the same way, field by field, in the order
/// of answers: those to administrators and those to applications.
///
/// This is all that this wire knows of each: a new field is one more element here.
enum AchievementFields {
    typealias Field = ItemField<Achievement, AchievementChange, Void>

    static let all: [Field] = [name, description, category]

    private static let name = Field(
        answer: .field("name", .text),
        body: .field("name", .name(upTo: WireLimits.maximumNameLength)),
        read: { fields, _, change in
            change.name = try fields.optionalText("name", .filled(WireLimits.maximumNameLength))
        },
        write: { achievement, _, object in object.field("name", achievement.name) }
    )

    private static let description = Field(
        answer: .field("description", .text.orNull),
        body: .optional("description", .text(upTo: TrophyLimits.maximumTextLength).orNull),
        read: { fields, _, change in
            let rule = TextRule.any(TrophyLimits.maximumTextLength)
            change.description = try fields.wanted("description", rule.text)
        },
        write: { achievement, _, object in
            object.field("description", achievement.description)
        }
    )

    /// Answers have it only where it was set.
    private static let category = Field(
        answer: .optional("category", .text),
        body: .optional("category", .name(upTo: WireLimits.maximumNameLength).orNull),
        read: { fields, _, change in
            let rule = TextRule.filled(WireLimits.maximumNameLength)
            change.category = try fields.wanted("category", rule.text)
        },
        write: { achievement, _, object in
            object.fieldIfPresent("category", achievement.category)
        }
    )
}
