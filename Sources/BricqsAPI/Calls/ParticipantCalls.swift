import Access
import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Reading
import Service
import ServiceRuntime
import Wire

/// Participants, and all that they have.
enum ParticipantCalls {
    /// Creates a participant, or tells something about one that exists.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let fields = try context.fields()
        let id = try ParticipantWire.id(from: fields)
        try context.principal.requireAccess(toUser: id)
        return try await identify(id, fields, createsUser: true, context)
    }

    /// Tells something about a participant who exists.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let id = try context.participantInPath()
        let fields = try context.fields()
        return try await identify(id, fields, createsUser: false, context)
    }

    /// Shows a participant.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let profile = try await profile(context)
        return Response.json { writer in
            writer.object { write(profile, context, to: &$0) }
        }
    }

    /// Shows a participant, and what there is of points, streaks and badges, in one call; no points
    /// where there is no points system.
    @Sendable static func showState(_ context: CallContext) async throws -> Response {
        let profile = try await profile(context)
        let parts = context.request.query.list("include")
        func shows(_ part: String) -> Bool { parts.isEmpty || parts.contains(part) }
        let account =
            shows("points") || shows("tier")
            ? try await PointsCalls.account(of: profile.user.id, context)
            : nil
        let streaks =
            shows("streaks") ? try await StreakCalls.streaks(of: profile.user.id, context) : nil
        let badges =
            shows("badges")
            ? try await context.service.reading.achievements(of: profile.user.id, in: context.view)
            : nil
        return Response.json { writer in
            writer.object { object in
                write(profile, context, to: &object)
                if let account, shows("points") {
                    object.object("points") { PointsWire.write(account, to: &$0) }
                }
                if let account, shows("tier") {
                    PointsWire.write(tierOf: account, context.view.rulebook, to: &object)
                }
                if let streaks { StreakWire.write(streaks, to: &object) }
                if let badges {
                    let earned = badges.shown(includingIncomplete: false)
                    BadgeWire.write(earned, of: badges, for: context.request, to: &object)
                }
            }
        }
    }

    /// Erases a participant, and all that followed from one.
    @Sendable static func erase(_ context: CallContext) async throws -> Response {
        let id = try context.participantInPath()
        do {
            try await context.service.erasure.erase(
                id,
                in: context.workspace,
                home: context.principal.home
            )
        } catch let error as ServiceError where error.code == .notFound {
            throw HTTPError.unknownParticipant(id)
        }
        return Response(.noContent)
    }

    private static func profile(_ context: CallContext) async throws -> UserProfile {
        let id = try context.participantInPath()
        do {
            return try await context.service.reading.user(id, in: context.workspace)
        } catch let error as ServiceError where error.code == .notFound {
            throw HTTPError.unknownParticipant(id)
        }
    }

    private static func identify(
        _ id: String,
        _ fields: JSONFields,
        createsUser: Bool,
        _ context: CallContext
    ) async throws -> Response {
        var change = try ParticipantWire.change(from: fields, zones: context.service.zones)
        let unknown = context.view.rulebook.unknownKeys(.user, among: change.attributes.keys)
        // Nobody has what was never set up, so that there is nothing to take away.
        for key in unknown where change.attributes[key] == .some(nil) {
            change.attributes.removeValue(forKey: key)
        }
        let isNew = unknown.contains { change.attributes[$0] != nil }
        if isNew, !createsUser { _ = try await profile(context) }
        try await setUpAttributes(of: change, context)
        let command = IdentifyUser(
            user: context.service.intake.userKey(of: id, in: context.workspace),
            userID: id,
            change: change,
            createsUser: createsUser
        )
        let identified = try await context.service.intake.submit(command, in: context.workspace)
        // Attributes that have just been set up have to be found by number.
        let rulebook = try await context.service.catalogue.view(of: context.workspace).rulebook
        return Response.json(createsUser ? .created : .ok) { writer in
            writer.object { object in
                ParticipantWire.write(
                    identified.user,
                    attributes: identified.attributes,
                    rulebook: rulebook,
                    to: &object
                )
            }
        }
    }

    /// Sets up the attributes that nobody has told of before, since Bricqs' callers never do.
    ///
    /// What is set up holds for everybody, so that a key of one user may not do it.
    private static func setUpAttributes(
        of change: UserChange,
        _ context: CallContext
    ) async throws {
        let rulebook = context.view.rulebook
        let missing = rulebook.unknownKeys(.user, among: change.attributes.keys)
        guard !missing.isEmpty, context.principal.userID == nil else { return }
        let known = rulebook.attributes.count { $0.kind == .user }
        guard known + missing.count <= BricqsLimits.maximumAttributes else {
            throw InvalidInput(
                path: "attributes",
                problem: "would make more than \(BricqsLimits.maximumAttributes) different ones"
            )
        }
        _ = try await context.service.catalogue.createAttributes(
            missing.map { AttributeDraft(kind: .user, key: $0, name: $0) },
            in: context.workspace
        )
    }

    private static func write(
        _ profile: UserProfile,
        _ context: CallContext,
        to object: inout JSONObjectWriter
    ) {
        ParticipantWire.write(
            profile.user,
            attributes: profile.attributes,
            rulebook: context.view.rulebook,
            to: &object
        )
    }
}

extension HTTPError {
    fileprivate static func unknownParticipant(_ id: String) -> HTTPError {
        .notFound("No participant has the id \"\(id.excerpt)\".")
    }
}
