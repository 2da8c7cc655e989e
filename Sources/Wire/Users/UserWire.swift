import CivilTime
public import Engine
import HTTP
public import JSONText

/// Users as Trophy's wire has them.
public enum UserWire {
    /// The rule for ids.
    public static let idRule = UserName.rule

    /// The id in the body of a call that may create the user.
    public static func id(from fields: JSONFields) throws -> String {
        try fields.text("id", idRule)
    }

    /// Refuses an id that no user can have.
    public static func checkID(_ id: String, path: String) throws(InvalidInput) {
        if let problem = idRule.problem(with: id) {
            throw InvalidInput(path: path, problem: problem)
        }
    }

    /// Writes the fields of a user.
    public static func write(
        _ user: User,
        attributes: [AttributeID: String],
        rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        object.field("id", user.id)
        object.field("email", user.email)
        object.field("name", user.name)
        object.field("tz", user.zone)
        object.field("signUpDate", user.signUpOn?.iso8601)
        object.field("deviceTokens", user.deviceTokens)
        object.field("subscribeToEmails", user.subscribesToEmails)
        object.object("attributes") { map in
            let named = attributes.compactMap { id, value in
                rulebook.attribute(id: id).map { (key: $0.key, value: value) }
            }
            for (key, value) in named.sorted(by: { $0.key < $1.key }) { map.field(key, value) }
        }
        object.field("control", user.isControl)
        object.field("created", user.createdAt.iso8601)
        object.field("updated", user.updatedAt.iso8601)
    }
}
