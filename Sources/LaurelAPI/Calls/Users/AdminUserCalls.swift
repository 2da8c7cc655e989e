import Access
import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Reading
import Service
import Storage
import Wire

/// Users and events as whoever runs an application looks after them.
enum AdminUserCalls {
    /// A page of users: newest first, of those whose id, name or address holds a text, or of those
    /// with one that begins with a text.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let limit = try PageQuery.limit.read(context.request.query)
        let search = try text("search", in: context.request.query)
        guard let prefix = try text("prefix", in: context.request.query) else {
            let users = try await context.service.reading.users(
                in: context.workspace,
                search: search,
                after: try CursorText.users(in: context.request.query),
                limit: limit + 1
            )
            let cursor = users.count > limit ? CursorText.text(users[limit - 1]) : nil
            return page(of: users.prefix(limit), goingOnAt: cursor, context)
        }
        guard search == nil, !prefix.isEmpty else {
            throw InvalidInput(
                path: "prefix",
                problem: prefix.isEmpty ? "must not be empty" : "cannot come together with search"
            )
        }
        let found = try await context.service.reading.users(
            in: context.workspace,
            beginningWith: prefix,
            after: try CursorText.usersByPrefix(in: context.request.query),
            limit: limit
        )
        return page(of: found.users[...], goingOnAt: found.next.map(CursorText.text), context)
    }

    private static func text(
        _ name: String,
        in query: Query
    ) throws(InvalidInput) -> String? {
        guard let text = query.first(name) else { return nil }
        if let problem = TextRule.any(WireLimits.maximumNameLength).problem(with: text) {
            throw InvalidInput(path: name, problem: problem)
        }
        return text
    }

    private static func page(
        of users: ArraySlice<UserProfile>,
        goingOnAt cursor: String?,
        _ context: CallContext
    ) -> Response {
        let rulebook = context.view.rulebook
        return Response.json { writer in
            writer.object { object in
                object.array("users") { array in
                    for profile in users {
                        array.object { object in
                            UserWire.write(
                                profile.user,
                                attributes: profile.attributes,
                                rulebook: rulebook,
                                to: &object
                            )
                        }
                    }
                }
                object.field("nextCursor", cursor)
            }
        }
    }

    /// Takes a user off all leaderboards, or puts the user back.
    @Sendable static func hide(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let fields = try context.fields()
        guard let isHidden = try fields.optionalBool("hiddenFromLeaderboards") else {
            throw fields.invalid("hiddenFromLeaderboards", "is required")
        }
        try await context.service.intake.submit(
            HideUser(
                user: context.service.intake.userKey(of: id, in: context.workspace),
                userID: id,
                isHidden: isHidden
            ),
            in: context.workspace
        )
        return Response.json { writer in
            writer.object { object in
                object.field("id", id)
                object.field("hiddenFromLeaderboards", isHidden)
            }
        }
    }

    /// Forgets a user.
    @Sendable static func erase(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        try await context.service.erasure.erase(
            id,
            in: context.workspace,
            home: context.principal.home
        )
        return Response.json { writer in writer.object { $0.field("id", id) } }
    }

    /// A page of a user's events, latest first.
    @Sendable static func listEvents(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let limit = try PageQuery.limit.read(context.request.query)
        let events = try await context.service.reading.events(
            of: id,
            in: context.workspace,
            after: try CursorText.events(in: context.request.query),
            limit: limit + 1
        )
        let metrics = try await context.service.reading.allMetrics(in: context.workspace)
        return Response.json { writer in
            writer.object { object in
                object.array("events") { array in
                    for event in events.prefix(limit) {
                        array.object { StoredEventWire.write(event, metrics, to: &$0) }
                    }
                }
                object.field(
                    "nextCursor",
                    events.count > limit ? CursorText.text(events[limit - 1]) : nil
                )
            }
        }
    }

    /// Brings a user's total of a metric to a value.
    @Sendable static func setTotal(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let command = SetTotal(
            user: context.service.intake.userKey(of: id, in: context.workspace),
            userID: id,
            metricKey: context.request.parameter("key"),
            total: try context.fields().required("total").amount()
        )
        let outcome = try await context.service.intake.submit(command, in: context.workspace)
        return Response.json { writer in
            writer.object { object in
                object.field("total", rawNumber: outcome.total.description)
                object.field("eventId", outcome.event?.description)
            }
        }
    }

    /// Takes an event back.
    @Sendable static func deleteEvent(_ context: CallContext) async throws -> Response {
        let text = context.request.parameter("id")
        guard UUIDText.isValid(text) else {
            throw HTTPError.unprocessable("id must be a valid UUID")
        }
        guard let id = EventID(text) else { throw Refusal(.unknownEvent) }
        try await context.service.intake.submit(DeleteEvent(id), in: context.workspace)
        return Response.json { writer in writer.object { $0.field("id", id.description) } }
    }
}
