import Access
import CivilTime
import HTTP
import JSONText
import Service
import Storage
import Wire

/// The keys of an environment.
enum KeyCalls {
    /// A key, without its secret.
    static let key = JSONSchema.named(
        "Key",
        .object(
            .field("id", .uuid),
            .field("prefix", .text),
            .field("scope", .word(of: APIKey.Scope.self)),
            .field("userId", .text.orNull),
            .field("created", .instant),
            .field("lastUsed", .instant.orNull),
            .field("revoked", .instant.orNull)
        )
    )

    /// A key that was just made, with its secret.
    static let newKey = JSONSchema.named("NewKey", .object(key.fields + [.field("key", .text)]))

    /// What a key is to be.
    static let draftBody = JSONSchema.object(
        .field("scope", .word(of: APIKey.Scope.self)),
        .optional("userId", UserWire.id.orNull)
    )

    /// The keys of the environment, newest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let home = context.principal.home
        let keys = try await context.service.access.keys(of: home)
        return Response.json { writer in
            writer.array { array in
                for key in keys { array.object { write(key, to: &$0) } }
            }
        }
    }

    /// Makes a key.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let fields = try context.fields()
        let text = try fields.string("scope")
        guard let scope = APIKey.Scope(rawValue: text) else {
            throw fields.invalid("scope", "must be admin or application")
        }
        let userID = try fields.optional("userId").map { cursor in
            try fields.text(cursor.path, UserWire.idRule)
        }
        guard scope == .application || userID == nil else {
            throw fields.invalid("userId", "belongs to a key with the scope application")
        }
        let made = try await context.service.access.createKey(
            environment: context.principal.workspace.environment,
            scope: scope,
            userID: userID
        )
        return Response.json(.created, headers: ["Cache-Control": "no-store"]) { writer in
            writer.object { object in
                write(made.key, to: &object)
                object.field("key", made.text)
            }
        }
    }

    /// Ends a key.
    @Sendable static func revoke(_ context: CallContext) async throws -> Response {
        let prefix = context.request.parameter("prefix")
        let access = context.service.access
        let home = context.principal.home
        guard try await access.keys(of: home).contains(where: { $0.prefix == prefix }),
            try await access.revoke(prefix)
        else {
            throw HTTPError.notFound("No working key of this environment has this prefix.")
        }
        return Response(.noContent)
    }

    private static func write(_ key: APIKey, to object: inout JSONObjectWriter) {
        object.field("id", key.publicID)
        object.field("prefix", key.prefix)
        object.field("scope", key.scope.rawValue)
        object.field("userId", key.userID)
        object.field("created", key.createdAt.iso8601)
        object.field("lastUsed", key.lastUsedAt?.iso8601)
        object.field("revoked", key.revokedAt?.iso8601)
    }
}
