import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Reading
import Service
import Wire

/// The ledger of a points system, and what somebody adds to it by hand.
enum PointsLedgerCalls {
    /// Gives a user points, or takes some; what would take more than there is changes nothing.
    @Sendable static func change(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByID()
        let fields = try context.fields(ifMalformed: .unprocessable)
        let user = try UserWire.idRule.text(of: fields.required("userId"))
        let reason = TextRule.any(LaurelLimits.maximumReasonLength)
        let command = ChangePoints(
            user: context.service.intake.userKey(of: user, in: context.workspace),
            userID: user,
            system: system.id,
            amount: try fields.required("amount").integer(),
            reason: try fields.optionalText("reason", reason),
            idempotencyKey: try idempotencyKey(fields, context)
        )
        let changed = try await context.service.intake.submit(command, in: context.workspace)
        let wire = PointsLedgerWire(context)
        return Response.json(changed.isReplay ? .ok : .created) { writer in
            writer.object { object in
                object.object("award") { wire.write(changed.award, of: user, to: &$0) }
                object.field("total", changed.total)
                if let step = changed.level { wire.write(step.after, to: &object) }
                object.field("idempotentReplayed", changed.isReplay)
            }
        }
    }

    /// The key may stand in the header or in the body.
    private static func idempotencyKey(
        _ fields: JSONFields,
        _ context: CallContext
    ) throws -> String? {
        let rule = TextRule.filled(LaurelLimits.maximumIdempotencyKeyLength)
        let own = try fields.optionalText("idempotencyKey", rule)
        guard let head = try context.idempotencyKey() else { return own }
        if let problem = rule.problem(with: head) {
            throw InvalidInput(path: "Idempotency-Key", problem: problem)
        }
        guard own == nil || own == head else {
            throw fields.invalid("idempotencyKey", "is not that of the header Idempotency-Key")
        }
        return head
    }

    /// A page of the ledger, newest first: of a user, or of everybody.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let system = try await context.pointsSystemOfLedger()
        let limit = try PageQuery.limit.read(context.request.query)
        guard let user = context.request.query.first("userId") else {
            return try await listAll(of: system, limit, context)
        }
        let awards = try await context.service.reading.pointsLedger(
            of: user,
            system,
            before: try CursorText.pointsOfUser(in: context.request.query),
            limit: limit + 1,
            in: context.view
        )
        let next = awards.count > limit ? CursorText.text(awards[limit - 1].row) : nil
        return page(awards.prefix(limit).map { (user, $0) }, goingOnAt: next, context)
    }

    private static func listAll(
        of system: PointsSystem,
        _ limit: Int,
        _ context: CallContext
    ) async throws -> Response {
        let entries = try await context.service.reading.pointsLedger(
            of: system,
            before: try CursorText.points(in: context.request.query),
            limit: limit + 1
        )
        let next = entries.count > limit ? CursorText.text(entries[limit - 1]) : nil
        return page(entries.prefix(limit).map { ($0.userID, $0.award) }, goingOnAt: next, context)
    }

    private static func page(
        _ rows: [(user: String, award: PointsAward)],
        goingOnAt cursor: String?,
        _ context: CallContext
    ) -> Response {
        let wire = PointsLedgerWire(context)
        return Response.json { writer in
            writer.object { object in
                object.array("rows") { array in
                    for (user, award) in rows {
                        array.object { wire.write(award, of: user, to: &$0) }
                    }
                }
                object.field("nextCursor", cursor)
            }
        }
    }
}

extension CallContext {
    /// The points system whose UUID the path has, also one that has ended: its ledger stays.
    fileprivate func pointsSystemOfLedger() async throws -> PointsSystem {
        let wanted = try ResourceID.read(request.parameter("systemId"))
        if let system = view.rulebook.points.system(publicID: wanted) { return system }
        let ended = try await service.catalogue.endedPointsSystem(wanted, in: workspace)
        return try ended ?? pointsSystemByID()
    }
}
