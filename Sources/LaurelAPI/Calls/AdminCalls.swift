import Access
import HTTP
import JSONText
import Service
import Storage
import Wire

/// Who may sign in.
enum AdminCalls {
    /// Every admin.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let admins = try await context.service.access.admins()
        return Response.json { writer in
            writer.array { array in
                for admin in admins { array.object { AdminWire.write(admin, to: &$0) } }
            }
        }
    }

    /// Adds an admin.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let fields = try context.fields()
        guard let role = try AdminWire.role(in: fields) else {
            throw fields.invalid("role", "is required")
        }
        let draft = try AdminWire.draft(from: fields, role: role)
        return answer(try await context.service.access.createAdmin(draft), .created)
    }

    /// Changes an admin's role, or gives the admin another password.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let id = try ResourceID.read(context.request.parameter("id"))
        let fields = try context.fields()
        let access = context.service.access
        let role = try AdminWire.role(in: fields)
        let password = try fields.optionalString("password")
        if let password, let problem = AdminDraft.problem(withPassword: password) {
            throw fields.invalid("password", problem)
        }
        guard role != nil || password != nil else {
            throw fields.invalid("role", "or password is required")
        }
        var changed: Admin?
        if let role { changed = try await access.changeAdmin(id, role: role) }
        if let password { changed = try await access.setPassword(password, of: id) }
        guard let changed else { throw HTTPError.notFound("Admin \(id) not found by ID.") }
        return answer(changed)
    }

    /// Removes an admin.
    @Sendable static func remove(_ context: CallContext) async throws -> Response {
        let id = try ResourceID.read(context.request.parameter("id"))
        try await context.service.access.removeAdmin(id)
        return Response(.noContent)
    }

    private static func answer(_ admin: Admin, _ status: Status = .ok) -> Response {
        Response.json(status) { writer in writer.object { AdminWire.write(admin, to: &$0) } }
    }
}
