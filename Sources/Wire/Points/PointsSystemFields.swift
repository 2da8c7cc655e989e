public import Catalogue
public import Engine
public import HTTP
public import JSONText

/// What people say of a points system, field by field, in the order of answers.
///
/// This is all that wires know of each: a new field is one more element here.
public enum PointsSystemFields {
    /// A field of one.
    public typealias Field = ItemField<PointsSystem, PointsSystemChange, Request?>

    /// All of them, in the order of answers.
    public static let all: [Field] = [name, description, badge, maxPoints, expiresAfterDays]

    private static let name = Field(
        answer: .field("name", .text),
        body: .field("name", .name(upTo: WireLimits.maximumNameLength)),
        read: { fields, _, change in
            change.fields.name =
                try fields.optionalText("name", .filled(WireLimits.maximumNameLength))
        },
        write: { system, _, object in object.field("name", system.name) }
    )

    /// Applications are told null where there is none, administrators an empty text.
    private static let description = Field(
        answer: .field("description", .text),
        body: .optional("description", .text(upTo: WireLimits.maximumTextLength).orNull),
        read: { fields, _, change in
            let rule = TextRule.any(WireLimits.maximumTextLength)
            change.fields.description = try fields.wanted("description", rule.text)
            // What was read is sent again by those who change something else.
            if case .set("") = change.fields.description { change.fields.description = .clear }
        },
        write: { system, _, object in object.field("description", system.description ?? "") }
    )

    private static let badge = Field(
        answer: .field("badge", BadgeField.answer),
        body: .optional("badge", BadgeField.answer),
        read: { fields, _, change in
            change.fields.badgeURL = try fields.wanted("badge", BadgeField.url)
        },
        write: { system, request, object in
            BadgeField.write(system.badgeURL, for: request, to: &object)
        }
    )

    private static let maxPoints = Field(
        answer: .field("maxPoints", .count.orNull),
        body: .optional("maxPoints", .count.orNull),
        read: { fields, _, change in
            change.fields.maxPoints = try fields.wanted("maxPoints") { try $0.integer() }
        },
        write: { system, _, object in object.field("maxPoints", system.maxPoints) }
    )

    /// Answers have it only where it was set.
    private static let expiresAfterDays = Field(
        answer: .optional("expiresAfterDays", .count),
        body: .optional("expiresAfterDays", .count.orNull),
        read: { fields, _, change in
            change.fields.expiresAfterDays = try fields.wanted("expiresAfterDays") { cursor in
                try cursor.integer(in: 0...Int64(Int32.max))
            }
        },
        write: { system, _, object in
            object.fieldIfPresent("expiresAfterDays", system.expiresAfterDays)
        }
    )
}

/// The picture of something that was set up, as an object with its address.
public enum BadgeField {
    /// The field of answers and bodies.
    public static let answer = JSONSchema.object(.field("url", .text)).orNull

    /// The address in a picture that was sent.
    public static func url(_ cursor: JSONCursor) throws -> String {
        let url = try cursor.fields().required("url")
        let text = try TextRule.filled(WireLimits.maximumTextLength).text(of: url)
        guard text.hasPrefix("https://") || text.hasPrefix("http://") || text.hasPrefix("/") else {
            throw url.invalid("must be a URL that begins with https:// or http://")
        }
        return text
    }

    /// Writes a picture: for a request, by an address that whoever sent it can follow.
    public static func write(
        _ url: String?,
        for request: Request?,
        to object: inout JSONObjectWriter
    ) {
        guard let url else { return object.null("badge") }
        object.object("badge") { $0.field("url", request?.absolute(url) ?? url) }
    }
}
