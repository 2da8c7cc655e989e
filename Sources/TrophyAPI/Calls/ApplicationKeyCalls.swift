import Access
import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Storage
import Wire

/// Keys that may act for one user.
enum ApplicationKeyCalls {
    /// Makes keys; this answer is the only place where the whole of each is ever seen.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let read = { (fields: JSONFields) in
            let user = try fields.text("userId", UserWire.idRule)
            if let problem = user.problemInAddresses {
                throw InvalidInput(path: "userId", problem: "\(problem). Choose another")
            }
            return user
        }
        let create = { (users: [String]) in
            try await context.service.access.createApplicationKeys(
                of: users,
                home: context.principal.home
            ).map { Result<NewKey, ItemIssue>.success($0) }
        }
        return try await Bulk.create(for: context, read, create) { key, object in
            object.field("id", key.key.publicID)
            object.field("userId", key.key.userID)
            object.field("key", key.text)
            object.field("prefix", key.key.prefix)
        }
    }

    /// Ends keys at once.
    @Sendable static func revoke(_ context: CallContext) async throws -> Response {
        try await Bulk.delete(for: context) { ids in
            var revoked = try await context.service.access.revokeApplicationKeys(
                ids,
                home: context.principal.home
            )
            return ids.map { id in
                revoked.remove(id) == nil
                    ? .failure(.told("Application API key not found by ID")) : .success(id)
            }
        }
    }
}
