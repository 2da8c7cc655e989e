import Access
import CivilTime
import Engine
import Groups
import HTTP
import JSONText
import Service
import Wire

/// Groups: users who keep one streak together.
enum GroupCalls {
    /// How many periods a group is shown with.
    static let periods = QueryCount(
        "periods",
        default: GroupLimits.defaultPeriods,
        in: 0...GroupLimits.maximumPeriods,
        "How many of the group's last periods to show."
    )

    /// The groups, newest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let page = try PageQuery(context.request.query)
        let groups = try await context.service.groups.list(
            in: context.view,
            skip: page.skip,
            limit: page.limit
        )
        return answer(groups)
    }

    /// The groups that a user belongs to.
    @Sendable static func listOfUser(_ context: CallContext) async throws -> Response {
        answer(
            try await context.service.groups.list(of: try context.userInPath(), in: context.view)
        )
    }

    /// A group, with its last periods.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let id = context.request.parameter("id")
        let count = try periods.read(context.request.query)
        guard let group = try await context.service.groups.find(id, in: context.view),
            context.principal.userID.map(group.isKnown) ?? true
        else { throw missing(id) }
        return Response.json { writer in
            writer.object { GroupWire.write(group, periodCount: count, to: &$0) }
        }
    }

    /// Makes a group.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let draft = try GroupReading(context).draft(from: context.fields())
        switch try await context.service.groups.create(draft, in: context.view) {
        case .success(let id): return try await answer(id, .created, context)
        case .failure(let problem): throw error(problem, "")
        }
    }

    /// Gives a group another name or limit.
    @Sendable static func change(_ context: CallContext) async throws -> Response {
        let fields = try context.fields()
        let change = try GroupReading(context).change(from: fields)
        return try await done(context) { id in
            try await context.service.groups.change(
                id,
                name: change.name,
                maximumMembers: change.maximumUsers,
                in: context.view
            )
        }
    }

    /// Has a user join a group.
    @Sendable static func join(_ context: CallContext) async throws -> Response {
        let fields = try context.fields()
        let user = try fields.text("id", UserWire.idRule)
        let date = try fields.optional("joinedOn")?.date()
        return try await done(context) { id in
            try await context.service.groups.join(user, to: id, on: date, in: context.view)
        }
    }

    /// Has a user leave a group.
    @Sendable static func leave(_ context: CallContext) async throws -> Response {
        let user = try context.user(inPath: "user", UserWire.idRule)
        let date = try context.request.query.first("leftOn").map { text in
            guard let date = try? CivilDate(iso8601: text) else {
                throw InvalidInput(path: "leftOn", problem: "must be a date such as \"2026-03-01\"")
            }
            return date
        }
        return try await done(context) { id in
            try await context.service.groups.leave(user, from: id, on: date, in: context.view)
        }
    }

    /// Removes a group.
    @Sendable static func remove(_ context: CallContext) async throws -> Response {
        let id = context.request.parameter("id")
        if let problem = try await context.service.groups.remove(id, in: context.view) {
            throw error(problem, id)
        }
        return Response(.noContent)
    }
}

// MARK: - Answers

extension GroupCalls {
    private static func answer(_ groups: [ShownGroup]) -> Response {
        Response.json { writer in
            writer.array { array in
                for group in groups { array.object { GroupWire.write(group, to: &$0) } }
            }
        }
    }

    private static func done(
        _ context: CallContext,
        _ change: (String) async throws -> GroupProblem?
    ) async throws -> Response {
        let id = context.request.parameter("id")
        if let problem = try await change(id) { throw error(problem, id) }
        return try await answer(id, .ok, context)
    }

    private static func answer(
        _ id: String,
        _ status: Status,
        _ context: CallContext
    ) async throws -> Response {
        guard let group = try await context.service.groups.find(id, in: context.view) else {
            throw missing(id)
        }
        return Response.json(status) { writer in
            writer.object { object in
                GroupWire.write(group, periodCount: GroupLimits.defaultPeriods, to: &object)
            }
        }
    }

    private static func missing(_ id: String) -> HTTPError {
        .notFound("No group whose streak is in use has the id \"\(id.excerpt)\".")
    }

    private static func error(_ problem: GroupProblem, _ id: String) -> HTTPError {
        switch problem {
        case .unknownGroup: missing(id)
        case .unknownUser(let user): .notFound("No user has the id \"\(user.excerpt)\".")
        case .takenID: .conflict("id: another group has this id. Leave it out to get a new one.")
        case .alreadyMember(let user):
            .conflict("The user \"\(user.excerpt)\" is a member of the group already.")
        case .noMember(let user):
            .notFound("The user \"\(user.excerpt)\" is no member of the group.")
        case .full(let maximum):
            .unprocessable("The group may have \(maximum) users, and has. Raise maxUsers first.")
        case .tooManyMemberships:
            .unprocessable(
                "Users may join a group \(GroupLimits.maximumMemberships) times, and have. "
                    + "Create a new one."
            )
        case .tooManyGroups(let user):
            .unprocessable(
                "A user may belong to \(GroupLimits.groupsOfUser) groups, and "
                    + "\"\(user.excerpt)\" does."
            )
        case .wrongDate(let date):
            .unprocessable(
                "\(date.iso8601) must be today where the group is, or a date of the "
                    + "\(GroupLimits.maximumDaysAgo) days before."
            )
        case .wrongOrder(let date):
            .unprocessable("The date must be \(date.iso8601) or later for this user.")
        case .moreMembers(let count):
            .unprocessable("maxUsers must be at least \(count): so many users are members now.")
        }
    }
}
