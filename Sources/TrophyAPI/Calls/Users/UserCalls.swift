import Access
import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Reading
import Service
import Wire

/// Users on the application interface.
enum UserCalls {
    /// Creates a user, or tells something about one that exists.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let fields = try context.fields()
        let id = try UserWire.id(from: fields)
        try context.principal.requireAccess(toUser: id)
        let identified = try await identify(id, fields, createsUser: true, context)
        return try answer(identified, status: identified.isNew ? .created : .ok, context)
    }

    /// Shows a user.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let profile = try await context.service.reading.user(
            try context.userInPath(),
            in: context.workspace
        )
        return try answer(profile.user, profile.attributes, status: .ok, context)
    }

    /// Tells something about a user, who comes to be if need be.
    @Sendable static func identify(_ context: CallContext) async throws -> Response {
        try await change(context, createsUser: true)
    }

    /// Tells something about a user who exists.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        try await change(context, createsUser: false)
    }

    private static func change(
        _ context: CallContext,
        createsUser: Bool
    ) async throws -> Response {
        let id = try context.userInPath()
        let fields = try context.fields()
        let identified = try await identify(id, fields, createsUser: createsUser, context)
        return try answer(identified, status: .ok, context)
    }

    private static func identify(
        _ id: String,
        _ fields: JSONFields,
        createsUser: Bool,
        _ context: CallContext
    ) async throws -> IdentifiedUser {
        let command = IdentifyUser(
            user: context.service.intake.userKey(of: id, in: context.workspace),
            userID: id,
            change: try UserWire.change(from: fields, zones: context.service.zones),
            createsUser: createsUser
        )
        return try await context.service.intake.submit(command, in: context.workspace)
    }

    private static func answer(
        _ identified: IdentifiedUser,
        status: Status,
        _ context: CallContext
    ) throws -> Response {
        try answer(identified.user, identified.attributes, status: status, context)
    }

    private static func answer(
        _ user: User,
        _ attributes: [AttributeID: String],
        status: Status,
        _ context: CallContext
    ) throws -> Response {
        let rulebook = context.view.rulebook
        return Response.json(status) { writer in
            writer.object { object in
                UserWire.write(user, attributes: attributes, rulebook: rulebook, to: &object)
                guard !rulebook.experiments.running.isEmpty else { return }
                let key = context.service.intake.userKey(of: user.id, in: context.workspace)
                ExperimentArmsWire.write(key, rulebook, to: &object)
            }
        }
    }
}
