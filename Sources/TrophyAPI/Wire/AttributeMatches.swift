import Catalogue
import Engine
import JSONText
import Wire

/// What attributes have to be, in the two forms of this wire: administrators name attributes by
/// their ids, applications by their keys.
enum AttributeMatches {
    /// As administrators send and read them.
    static let ofAdmins = JSONSchema.array(
        of: .object(.field("attributeId", .uuid), .field("attributeValue", .text))
    )

    /// As applications read them.
    static let ofApplications = JSONSchema.array(
        of: .object(.field("key", .text), .field("value", .text))
    )

    /// Reads what an administrator sends.
    static func read(_ cursor: JSONCursor) throws -> [AchievementChange.Match] {
        let elements = try cursor.elements(atMost: TrophyLimits.maximumAttributes)
        return try elements.map { element in
            let fields = try element.fields()
            return AchievementChange.Match(
                attribute: try ResourceID.read(fields.required("attributeId")),
                value: try fields.text(
                    "attributeValue",
                    .any(WireLimits.maximumAttributeLength)
                )
            )
        }
    }

    /// Writes them for administrators.
    static func writeIDs(
        _ filter: AttributeFilter,
        as name: String,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        write(filter, as: name, rulebook, to: &object) { attribute, value, object in
            object.field("attributeId", attribute.publicID)
            object.field("attributeValue", value)
        }
    }

    /// Writes them for applications.
    static func writeKeys(
        _ filter: AttributeFilter,
        as name: String,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        write(filter, as: name, rulebook, to: &object) { attribute, value, object in
            object.field("key", attribute.key)
            object.field("value", value)
        }
    }

    private static func write(
        _ filter: AttributeFilter,
        as name: String,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter,
        _ match: (Attribute, String, inout JSONObjectWriter) -> Void
    ) {
        object.array(name) { array in
            for (id, value) in filter.attributes.sorted(by: { $0.key.number < $1.key.number }) {
                guard let attribute = rulebook.attribute(id: id) else { continue }
                array.object { match(attribute, value, &$0) }
            }
        }
    }
}
