import Access
import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Service
import Wire

/// Events as Bricqs' wire has them.
enum EventWire {
    /// What became of an item of a batch.
    enum Status: String, CaseIterable {
        case processed
        case failed
    }

    /// An event that is sent; a timestamp without an offset is UTC.
    static let eventBody = JSONSchema.named(
        "Event",
        .object(
            .field("participant_id", .name(upTo: BricqsLimits.maximumNameLength)),
            .field("event_name", .name(upTo: BricqsLimits.maximumEventNameLength)),
            .optional("properties", .oneOf([.map(.any), .null])),
            .optional("timestamp", .text.orNull),
            .optional("value", .number.orNull),
            IdempotencyKey.field
        )
    )

    /// Several events.
    static let batchBody = JSONSchema.object(
        .field("events", .array(.any, 1...BricqsLimits.maximumBatchItems))
    )

    /// What became of an event.
    static let taken = JSONSchema.named(
        "TakenEvent",
        .object(
            .field("event_id", .uuid),
            .field("fact_id", .uuid),
            .field("status", .words([Status.processed.rawValue]))
        )
    )

    /// What became of several events.
    static let takenBatch = JSONSchema.object(
        .field("accepted", .count),
        .field("rejected", .count),
        .field(
            "results",
            .array(
                of: .object(
                    .field("event_id", .uuid.orNull),
                    .field("fact_id", .uuid.orNull),
                    .field("status", .word(of: Status.self)),
                    .field("error", .text.orNull)
                )
            )
        )
    )

    /// The event that the fields describe.
    ///
    /// A key is used once and for all of a participant's events, whatever their names. What an event
    /// has need not have been set up.
    static func draft(
        from fields: JSONFields,
        idempotencyKey: String?,
        in context: CallContext
    ) throws -> EventDraft {
        let participant = try ParticipantWire.id(from: fields)
        try context.principal.requireAccess(toUser: participant)
        // Who cannot come to be leaves no name of an event behind.
        if let problem = UserName.problem(with: participant) {
            throw fields.invalid("participant_id", problem)
        }
        var draft = EventDraft(
            user: context.service.intake.userKey(of: participant, in: context.workspace),
            userID: participant,
            metricKey: try NameAlphabet.dotted.name(
                of: try fields.required("event_name"),
                upTo: BricqsLimits.maximumEventNameLength
            ),
            amount: try fields.optional("value")?.amount() ?? Amount(1),
            attributes: try fields.optional("properties").map(properties) ?? [:],
            occurredAt: try fields.optional("timestamp").map { try $0.instant(assumingUTC: true) },
            idempotencyKey: idempotencyKey
        )
        draft.sharesKey = true
        draft.allowsUnknownAttributes = true
        try draft.checkTime(at: context.view.now)
        return draft
    }

    /// Writes what became of an event.
    ///
    /// What Bricqs calls a fact, an event that is kept and never changes, is the event itself.
    static func write(_ event: RecordedEvent, to object: inout JSONObjectWriter) {
        object.field("event_id", event.id.description)
        object.field("fact_id", event.id.description)
        object.field("status", Status.processed.rawValue)
    }

    /// Writes what became of several events: of each one, or why it was refused.
    static func write(
        _ results: [Result<RecordedEvent, ItemFailure>],
        to object: inout JSONObjectWriter
    ) {
        let rejected = results.count { (try? $0.get()) == nil }
        object.field("accepted", results.count - rejected)
        object.field("rejected", rejected)
        object.array("results") { array in
            for result in results {
                array.object { item in
                    switch result {
                    case .success(let event):
                        write(event, to: &item)
                        item.null("error")
                    case .failure(let failure):
                        item.null("event_id")
                        item.null("fact_id")
                        item.field("status", Status.failed.rawValue)
                        item.field("error", failure.message)
                    }
                }
            }
        }
    }

    /// What an event has, as text: numbers and booleans as they were written, and what has parts as
    /// JSON; null is the same as none.
    private static func properties(_ cursor: JSONCursor) throws -> [String: String] {
        let nameRule = TextRule.filled(BricqsLimits.maximumNameLength)
        let valueRule = TextRule.any(BricqsLimits.maximumPropertyLength)
        var values: [String: String] = [:]
        for (name, value) in try cursor.entries(atMost: BricqsLimits.maximumProperties) {
            if let problem = nameRule.problem(with: name) {
                throw value.invalid("has a name that \(problem)")
            }
            switch value.json {
            case .array, .object:
                let text = value.json.text
                if let problem = valueRule.problem(with: text) { throw value.invalid(problem) }
                values[name] = text
            default:
                values[name] = try value.scalarText(
                    valueRule,
                    numbers: valueRule,
                    expected: "a JSON value"
                )
            }
        }
        return values
    }
}
