import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Rounds
import Service
import Storage
import Wire

/// Amnesties: what an outage took is not held against users.
enum AmnestyCalls {
    /// Sets an amnesty up.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let draft = try draft(from: context)
        let amnesty = try await context.service.streakAmnesties.create(draft, in: context.workspace)
        guard let amnesty else {
            throw HTTPError.unprocessable(
                "A workspace may have \(RoundLimits.maximumAmnesties) amnesties, and this one has."
            )
        }
        return answer(amnesty, .created, context)
    }

    /// Begins to count whom an amnesty would touch.
    @Sendable static func preview(_ context: CallContext) async throws -> Response {
        let amnesty = try await context.service.streakAmnesties.preview(
            try draft(from: context),
            in: context.workspace
        )
        return answer(amnesty, .accepted, context)
    }

    /// The amnesties, newest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let page = try PageQuery(context.request.query)
        let amnesties = try await context.service.streakAmnesties.list(
            in: context.workspace,
            skip: page.skip,
            limit: page.limit
        )
        let rulebook = context.view.rulebook
        return Response.json { writer in
            writer.array { array in
                for amnesty in amnesties {
                    array.object { AmnestyWire.write(amnesty, rulebook, to: &$0) }
                }
            }
        }
    }

    /// An amnesty, and how far users have been judged by it.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let id = try ResourceID.read(context.request.parameter("id"))
        let amnesty = try await context.service.streakAmnesties.find(id, in: context.workspace)
        guard let amnesty else { throw missing(id) }
        return answer(amnesty, .ok, context)
    }

    /// Has an amnesty count no more.
    @Sendable static func revoke(_ context: CallContext) async throws -> Response {
        let id = try ResourceID.read(context.request.parameter("id"))
        let isRevoked = try await context.service.streakAmnesties.revoke(id, in: context.workspace)
        guard isRevoked else { throw missing(id) }
        return Response(.noContent)
    }

    private static func missing(_ id: String) -> HTTPError {
        .notFound("No amnesty that counts has the id \(id).")
    }

    private static func answer(
        _ amnesty: ShownAmnesty,
        _ status: Status,
        _ context: CallContext
    ) -> Response {
        let rulebook = context.view.rulebook
        return Response.json(status) { writer in
            writer.object { AmnestyWire.write(amnesty, rulebook, to: &$0) }
        }
    }
}

// MARK: - Reading

extension AmnestyCalls {
    private static func draft(from context: CallContext) throws -> AmnestyDraft {
        let fields = try context.fields(ifMalformed: .unprocessable)
        let reason = try fields.text("reason", .filled(LaurelLimits.maximumReasonLength))
        var draft = AmnestyDraft(try instants(from: fields, at: context.view.now), reason: reason)
        if let definitions = fields.optional("definitions") {
            let keys = try definitions.elements(atMost: LaurelLimits.maximumAmnestyItems)
            draft.definitions = Set(
                try keys.map { cursor in
                    let key = try cursor.string()
                    guard let streak = context.view.rulebook.streak(key: key) else {
                        throw cursor.invalid("must be the key of a streak in use")
                    }
                    return streak.id
                }
            )
        }
        if let zones = fields.optional("timezones") {
            let zones = try zones.elements(atMost: LaurelLimits.maximumAmnestyItems)
            draft.zones = Set(
                try zones.map { try $0.zone(in: context.service.catalogue.zones).identifier }
            )
        }
        if let attributes = fields.optional("attributes") {
            draft.filter = try filter(from: attributes, context.view.rulebook)
        }
        return draft
    }

    private static func instants(
        from fields: JSONFields,
        at now: Instant
    ) throws -> Range<Instant> {
        let start = try fields.required("from").instant()
        let end = try fields.required("to").instant()
        guard start < end else { throw fields.invalid("to", "must be after from") }
        let longest = AmnestyDraft.longestSeconds
        guard end <= start.adding(seconds: longest) else {
            throw fields.invalid("to", "must be at most \(longest / 86_400) days after from")
        }
        let ago = AmnestyDraft.longestAgoSeconds
        guard start >= now.adding(seconds: -ago) else {
            throw fields.invalid("from", "must be at most \(ago / 86_400) days ago")
        }
        let ahead = AmnestyDraft.furthestAheadSeconds
        guard end <= now.adding(seconds: ahead) else {
            throw fields.invalid("to", "must be at most \(ahead / 86_400) days ahead")
        }
        return start..<end
    }

    private static func filter(
        from cursor: JSONCursor,
        _ rulebook: Rulebook
    ) throws -> AttributeFilter {
        var values: [AttributeID: String] = [:]
        for element in try cursor.elements(atMost: LaurelLimits.maximumAmnestyAttributes) {
            let fields = try element.fields()
            let key = try fields.required("key")
            guard let attribute = rulebook.attribute(.user, key: try key.string()) else {
                throw key.invalid("must be the key of a user attribute that exists")
            }
            let value = try fields.text("value", .any(WireLimits.maximumAttributeLength))
            guard values.updateValue(value, forKey: attribute.id) == nil else {
                throw key.invalid("is there twice; a user has one value of each attribute")
            }
        }
        return AttributeFilter(values)
    }
}
