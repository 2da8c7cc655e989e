import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Reminders
import Service
import Storage
import Wire

/// Which reminders users get, and what became of them.
enum ReminderCalls {
    /// Shows the settings.
    @Sendable static func showSettings(_ context: CallContext) async throws -> Response {
        answer(WorkspaceSettings(of: context.view.workspace).reminders, context)
    }

    /// Sets them.
    @Sendable static func replaceSettings(_ context: CallContext) async throws -> Response {
        let fields = try context.fields(ifMalformed: .unprocessable)
        let settings = try ReminderSettingsWire.settings(from: fields)
        return answer(
            try await context.service.catalogue.changeReminders(
                of: context.workspace,
                to: settings
            ),
            context
        )
    }

    private static func answer(
        _ settings: ReminderSettings,
        _ context: CallContext
    ) -> Response {
        let open = context.service.reminders.openChannels(in: context.view)
        return Response.json { writer in
            writer.object { object in
                settings.write(to: &object)
                object.field("openChannels", open.map(\.rawValue))
            }
        }
    }

    /// What is planned.
    @Sendable static func listDue(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        let now = context.view.now
        let from = try moment("from", in: query) ?? now
        let to = try moment("to", in: query) ?? from.adding(seconds: 86_400)
        guard from <= to else {
            throw InvalidInput(path: "to", problem: "must not be before \"from\"")
        }
        let page = try await context.service.reminders.planned(
            in: context.view,
            from..<to,
            after: try plannedCursor(in: query),
            limit: try FactCalls.limit.read(query)
        )
        return Response.json { writer in
            writer.object { object in
                object.array("reminders") { array in
                    for reminder in page.reminders { array.object { write(reminder, to: &$0) } }
                }
                object.field("nextCursor", page.next.map(text))
            }
        }
    }

    /// What was decided to be sent.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        let userID = query.first("userId")
        if let userID { try UserWire.checkID(userID, path: "userId") }
        let limit = try FactCalls.limit.read(query)
        let reminders = try await context.service.reminders.log(
            in: context.view,
            of: userID,
            status: try status(in: query),
            kind: try kind(in: query),
            before: try CursorText.number(in: query) ?? .max,
            limit: limit + 1
        )
        return Response.json { writer in
            writer.object { object in
                object.array("reminders") { array in
                    for reminder in reminders.prefix(limit) {
                        array.object { write(reminder, to: &$0) }
                    }
                }
                let isMore = reminders.count > limit
                object.field(
                    "nextCursor",
                    isMore ? String(reminders[limit - 1].reminder.number) : nil
                )
            }
        }
    }

    /// What was decided lately, and why.
    @Sendable static func listDecisions(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        let userID = query.first("userId")
        if let userID { try UserWire.checkID(userID, path: "userId") }
        let page = try await context.service.reminders.decisions(
            in: context.view,
            of: userID,
            kinds: try decisionKinds(in: query),
            before: try CursorText.number(in: query) ?? .max,
            limit: try FactCalls.limit.read(query)
        )
        return Response.json { writer in
            writer.object { object in
                object.array("decisions") { array in
                    for decision in page.decisions { array.object { write(decision, to: &$0) } }
                }
                object.field("nextCursor", page.next.map { String($0) })
            }
        }
    }

    private static func decisionKinds(
        in query: Query
    ) throws(InvalidInput) -> Set<ReminderFact.Kind> {
        let names = query.list("type")
        guard !names.isEmpty else { return Set(ReminderFact.Kind.allCases) }
        let kinds = names.compactMap(ReminderFact.Kind.init(rawValue:))
        guard kinds.count == names.count else {
            let known = ReminderFact.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidInput(path: "type", problem: "must be some of \(known)")
        }
        return Set(kinds)
    }

    private static func kind(in query: Query) throws(InvalidInput) -> ReminderKind? {
        guard let text = query.first("kind") else { return nil }
        guard let kind = ReminderKind(rawValue: text) else {
            let known = ReminderKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidInput(path: "kind", problem: "must be one of \(known)")
        }
        return kind
    }

    private static func status(in query: Query) throws(InvalidInput) -> Reminder.Status? {
        guard let text = query.first("status") else { return nil }
        guard let status = Reminder.Status(rawValue: text) else {
            let known = Reminder.Status.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidInput(path: "status", problem: "must be one of \(known)")
        }
        return status
    }

    private static func moment(_ name: String, in query: Query) throws -> Instant? {
        try query.first(name).map { text in
            try JSONCursor(.string(text), path: name).instant()
        }
    }
}

// MARK: - Wire

extension ReminderCalls {
    private static func text(_ cursor: PlannedReminder.Cursor) -> String {
        "\(cursor.at.microseconds)-\(cursor.user)-\(cursor.kind)"
    }

    private static func plannedCursor(
        in query: Query
    ) throws(InvalidInput) -> PlannedReminder.Cursor? {
        guard let text = query.first("cursor"), !text.isEmpty else { return nil }
        let parts = text.split(separator: "-", maxSplits: 2)
        guard parts.count == 3, let at = Int64(parts[0]), let user = Int64(parts[1]) else {
            throw InvalidInput(path: "cursor", problem: "must be the nextCursor of a page")
        }
        return PlannedReminder.Cursor(
            at: Instant(microseconds: at),
            user: user,
            kind: String(parts[2])
        )
    }

    private static func write(_ planned: PlannedReminder, to object: inout JSONObjectWriter) {
        object.field("userId", planned.userID)
        object.field("kind", planned.kind.rawValue)
        object.field("at", planned.at.iso8601)
        object.field("localDate", planned.local.date.iso8601)
        object.field("localTime", planned.local.time.description)
        object.field("subjectId", planned.subject)
    }

    private static func write(_ decision: DecidedReminder, to object: inout JSONObjectWriter) {
        object.field("type", decision.fact.kind.rawValue)
        object.field("userId", decision.userID)
        object.field("at", decision.fact.at.iso8601)
        object.field("told", decision.toldAt.iso8601)
        decision.fact.payload.write(to: &object)
    }

    /// What was decided of a reminder, or came of it.
    static let decision = JSONSchema.named(
        "ReminderDecision",
        FactCalls.aboutReminder(
            .object(
                .field("type", .word(of: ReminderFact.Kind.self)),
                .field("userId", .text.orNull),
                .field("at", .instant),
                .field("told", .instant)
            )
        )
    )

    private static func write(_ logged: LoggedReminder, to object: inout JSONObjectWriter) {
        let reminder = logged.reminder
        object.field("id", String(reminder.number))
        object.field("userId", logged.userID)
        object.field("kind", reminder.key.kind.rawValue)
        object.field("period", reminder.key.period)
        object.field("channel", reminder.key.channel.rawValue)
        object.field("status", reminder.status.rawValue)
        object.field("reason", reminder.reason?.rawValue)
        object.field("detail", reminder.detail)
        object.field("tries", reminder.tries)
        object.field("localDate", reminder.on.iso8601)
        object.field("decidedAt", reminder.decidedAt.iso8601)
        object.field("updatedAt", reminder.updatedAt.iso8601)
    }

    /// A reminder that is planned.
    static let planned = JSONSchema.object(
        .field("userId", .text),
        .field("kind", .word(of: ReminderKind.self)),
        .field("at", .instant),
        .field("localDate", .date),
        .field("localTime", .text),
        .field("subjectId", .uuid.orNull)
    )

    /// A reminder that was decided to be sent.
    static let logged = JSONSchema.named(
        "Reminder",
        .object(
            .field("id", .text),
            .field("userId", .text.orNull),
            .field("kind", .word(of: ReminderKind.self)),
            .field("period", .text),
            .field("channel", .word(of: UserPreferences.Channel.self)),
            .field("status", .word(of: Reminder.Status.self)),
            .field("reason", .word(of: ReminderReason.self).orNull),
            .field("detail", .text.orNull),
            .field("tries", .count),
            .field("localDate", .date),
            .field("decidedAt", .instant),
            .field("updatedAt", .instant)
        )
    )
}
