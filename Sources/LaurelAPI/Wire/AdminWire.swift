import Access
import CivilTime
import JSONText
import Storage
import Wire

/// Admins and sessions as calls show them.
enum AdminWire {
    /// Somebody who signs in.
    static let admin = JSONSchema.named(
        "Admin",
        .object(
            .field("id", .uuid),
            .field("email", .text),
            .field("role", .word(of: Admin.Role.self)),
            .field("created", .instant),
            .field("updated", .instant)
        )
    )

    /// A browser in which somebody is signed in.
    static let session = JSONSchema.named(
        "AdminSession",
        .object(
            .field("id", .uuid),
            .field("email", .text),
            .field("address", .text),
            .field("browser", .text),
            .field("current", .boolean),
            .field("created", .instant),
            .field("seen", .instant),
            .field("expires", .instant)
        )
    )

    /// Who is signed in, and until when.
    static let signedIn = JSONSchema.named(
        "SignedIn",
        .object(.field("admin", admin), .field("expires", .instant))
    )

    /// What an admin signs in with.
    static let draftBody = JSONSchema.object(.field("email", .text), .field("password", .text))

    static func write(_ admin: Admin, to object: inout JSONObjectWriter) {
        object.field("id", admin.id)
        object.field("email", admin.email)
        object.field("role", admin.role.rawValue)
        object.field("created", admin.createdAt.iso8601)
        object.field("updated", admin.updatedAt.iso8601)
    }

    static func write(_ identity: AdminIdentity, to object: inout JSONObjectWriter) {
        object.object("admin") { write(identity.admin, to: &$0) }
        object.field("expires", identity.session.expiresAt.iso8601)
    }

    static func write(
        _ session: AdminSession,
        email: String,
        isCurrent: Bool,
        to object: inout JSONObjectWriter
    ) {
        object.field("id", session.id)
        object.field("email", email)
        object.field("address", session.address)
        object.field("browser", session.browser)
        object.field("current", isCurrent)
        object.field("created", session.createdAt.iso8601)
        object.field("seen", session.seenAt.iso8601)
        object.field("expires", session.expiresAt.iso8601)
    }

    /// What somebody wants to sign in with, checked field by field.
    static func draft(from fields: JSONFields, role: Admin.Role) throws -> AdminDraft {
        let draft = AdminDraft(
            email: try fields.string("email"),
            password: try fields.string("password"),
            role: role
        )
        if let (field, problem) = draft.problem { throw fields.invalid(field, problem) }
        return draft
    }

    /// The role in a field.
    static func role(in fields: JSONFields) throws -> Admin.Role? {
        guard let text = try fields.optionalString("role") else { return nil }
        guard let role = Admin.Role(rawValue: text) else {
            let words = Admin.Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw fields.invalid("role", "must be one of: \(words)")
        }
        return role
    }
}
