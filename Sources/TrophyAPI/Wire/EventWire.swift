import Access
import Boards
import Catalogue
import CivilTime
import Engine
import HTTP
import Intake
import JSONText
import Service
import Wire

/// Events as Trophy's wire has them.
enum EventWire {
    /// The event that the fields describe.
    static func draft(
        from fields: JSONFields,
        metricKey: String,
        idempotencyKey: String?,
        in context: CallContext
    ) throws -> EventDraft {
        let user = try fields.object("user")
        let id = try UserWire.id(from: user)
        try context.principal.requireAccess(toUser: id)
        return EventDraft(
            user: context.service.intake.userKey(of: id, in: context.workspace),
            userID: id,
            userChange: try UserWire.change(from: user, zones: context.service.zones),
            metricKey: metricKey,
            amount: try fields.required("value").amount(),
            attributes: try AttributeMap.values(from: fields.optional("attributes")),
            occurredAt: try fields.optional("timestamp")?.instant(),
            idempotencyKey: idempotencyKey
        )
    }

    /// An idempotency key that a caller chose.
    static func checkIdempotencyKey(_ key: String, path: String) throws(InvalidInput) {
        let rule = TextRule.filled(TrophyLimits.maximumIdempotencyKeyLength)
        if let problem = rule.problem(with: key) {
            throw InvalidInput(path: path, problem: problem)
        }
    }

    /// Writes the answer to an event.
    static func write(
        _ event: RecordedEvent,
        idempotencyKey: String?,
        for context: CallContext,
        to writer: inout JSONWriter
    ) {
        writer.object { object in
            object.field("eventId", event.id.description)
            object.field("metricId", event.metric.publicID)
            object.field("total", rawNumber: event.total.description)
            object.array("achievements") { array in
                let wire = AchievementWire(context)
                for reached in event.achievements {
                    array.object {
                        wire.write(reached.achievement, achievedAt: reached.achievedAt, to: &$0)
                    }
                }
            }
            object.object("currentStreak") { StreakWire.write(event.streak, to: &$0) }
            PointsWire(context).write(event.points, to: &object)
            object.object("leaderboards") { object in
                let wire = BoardWire(context)
                for step in event.boards {
                    guard let standing = context.service.boards.standing(after: step) else {
                        continue
                    }
                    object.object(step.board.key) { wire.write(standing, to: &$0) }
                }
            }
            ExperimentArmsWire.write(event.id.user, context.view.rulebook, to: &object)
            if let idempotencyKey {
                object.field("idempotencyKey", idempotencyKey)
                object.field("idempotentReplayed", event.isReplay)
            }
        }
    }
}
