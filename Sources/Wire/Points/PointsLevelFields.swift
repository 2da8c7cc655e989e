public import Catalogue
public import Engine
public import HTTP
import JSONText

/// What people say of a level of points, field by field, in the order of answers.
public enum PointsLevelFields {
    /// A field of one.
    public typealias Field = ItemField<PointsLevel, PointsLevelChange, Request?>

    /// All of them, in the order of answers.
    public static let all: [Field] = [name, points, description, badge]

    private static let name = Field(
        answer: .field("name", .text),
        body: .field("name", .name(upTo: WireLimits.maximumNameLength)),
        read: { fields, _, change in
            change.fields.name =
                try fields.optionalText("name", .filled(WireLimits.maximumNameLength))
        },
        write: { level, _, object in object.field("name", level.name) }
    )

    private static let points = Field(
        answer: .field("points", .count),
        body: .field("points", .count),
        read: { fields, _, change in
            change.fields.points = try fields.optionalInteger("points")
        },
        write: { level, _, object in object.field("points", level.points) }
    )

    private static let description = Field(
        answer: .field("description", .text),
        body: .optional("description", .text(upTo: WireLimits.maximumTextLength).orNull),
        read: { fields, _, change in
            change.fields.description =
                try fields.optionalText("description", .any(WireLimits.maximumTextLength))
        },
        write: { level, _, object in object.field("description", level.description) }
    )

    private static let badge = Field(
        answer: .field("badge", BadgeField.answer),
        body: .optional("badge", BadgeField.answer),
        read: { fields, _, change in
            change.fields.badgeURL = try fields.wanted("badge", BadgeField.url)
        },
        write: { level, request, object in
            BadgeField.write(level.badgeURL, for: request, to: &object)
        }
    )
}
