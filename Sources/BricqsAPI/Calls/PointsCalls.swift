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

/// Points that a backend gives and takes, and what has become of them.
enum PointsCalls {
    /// Gives points; the participant and, where there is none yet, the points system come to be.
    @Sendable static func award(_ context: CallContext) async throws -> Response {
        try context.requireBackend(toAward: "points")
        let order = try order(context)
        let system = try await system(ofAward: order.currency, context)
        let changed = try await context.service.intake.submit(
            order.command(system),
            in: context.workspace
        )
        let rulebook = try await context.seeingChanges().view.rulebook
        return Response.json { writer in
            writer.object {
                PointsWire.write(award: changed, of: order.participant, rulebook, to: &$0)
            }
        }
    }

    /// Takes points, unless the participant has too few.
    @Sendable static func deduct(_ context: CallContext) async throws -> Response {
        let order = try order(context)
        guard let system = try system(named: order.currency, context) else {
            throw HTTPError.badRequest(BricqsWords.insufficient(order.amount, having: 0))
        }
        let changed = try await context.service.intake.submit(
            order.command(system, sign: -1),
            in: context.workspace
        )
        return Response.json { writer in
            writer.object { PointsWire.write(changed, of: order.participant, to: &$0) }
        }
    }

    /// Gives up to a hundred participants points, each by itself.
    @Sendable static func awardBatch(_ context: CallContext) async throws -> Response {
        try context.requireBackend(toAward: "points")
        let head = try IdempotencyKey.inHead(of: context.request)
        let items = try context.fields().items("awards")
        let orders = try items.enumerated().map { index, item in
            try item.item { fields in
                let key = try IdempotencyKey.of(fields, at: index, of: head)
                return try PointsOrder(from: fields, idempotencyKey: key, in: context)
            }
        }
        let systems = try await systems(of: orders, context)
        let commands = zip(orders, systems).map { order, system in
            order.flatMap { order in system.map { order.command($0) } }
        }
        let changed = try await context.submit(each: commands)
        let results = zip(orders, changed).map { order, changed in
            order.flatMap { order in changed.map { (participant: order.participant, points: $0) } }
        }
        let rulebook = try await context.seeingChanges().view.rulebook
        return Response.json { writer in
            writer.object { PointsWire.write(results, rulebook, to: &$0) }
        }
    }

    private static func order(_ context: CallContext) throws -> PointsOrder {
        let head = try IdempotencyKey.inHead(of: context.request)
        let fields = try context.fields()
        let key = try IdempotencyKey.of(fields, besides: head)
        return try PointsOrder(from: fields, idempotencyKey: key, in: context)
    }
}

// MARK: - Systems

extension PointsCalls {
    /// The points system with a key; without one, `points`, or else the oldest, if there is any.
    static func system(
        named key: String?,
        _ context: CallContext
    ) throws(HTTPError) -> PointsSystem? {
        let points = context.view.rulebook.points
        guard let key else { return points.system(key: defaultKey) ?? points.systems.first }
        guard let system = points.system(key: key) else {
            throw .notFound("No points system has the key \"\(key.excerpt)\".")
        }
        return system
    }

    /// The points system that the query names, or else the one for everybody who names none.
    static func system(inQueryOf context: CallContext) throws(HTTPError) -> PointsSystem? {
        try system(named: context.request.query.first("currency"), context)
    }

    /// The same for points that are given: who calls Bricqs never sets a system up.
    private static func system(
        ofAward key: String?,
        _ context: CallContext
    ) async throws -> PointsSystem {
        if let system = try system(named: key, context) { return system }
        var draft = PointsSystemChange()
        draft.key = defaultKey
        draft.fields.name = "Points"
        let results = try await context.service.catalogue.createPointsSystems(
            [draft],
            in: context.workspace
        )
        if case .success(let created)? = results.first { return created.system }
        // Somebody else was first.
        let now = try await context.seeingChanges()
        guard let system = try system(named: nil, now) else {
            throw ServiceError(.unavailable, "The points system is being set up; try again.")
        }
        return system
    }

    /// The systems of several awards; one that is not there is the award's own failure.
    private static func systems(
        of orders: [Result<PointsOrder, ItemFailure>],
        _ context: CallContext
    ) async throws -> [Result<PointsSystem, ItemFailure>] {
        var known: [String?: Result<PointsSystem, ItemFailure>] = [:]
        var systems: [Result<PointsSystem, ItemFailure>] = []
        for order in orders {
            guard case .success(let order) = order else {
                systems.append(.failure(ItemFailure("The award cannot be read.")))
                continue
            }
            var found = known[order.currency]
            if found == nil { found = try await result(ofAward: order.currency, context) }
            known[order.currency] = found
            if let found { systems.append(found) }
        }
        return systems
    }

    private static func result(
        ofAward key: String?,
        _ context: CallContext
    ) async throws -> Result<PointsSystem, ItemFailure> {
        do {
            return .success(try await system(ofAward: key, context))
        } catch {
            return .failure(try ItemFailure(error))
        }
    }

    private static let defaultKey = "points"
}

// MARK: - Reads

extension PointsCalls {
    /// What a participant has; one who was never seen has nothing.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let participant = try context.participantInPath()
        let account = try await account(of: participant, context)
        return Response.json { writer in
            writer.object { object in
                object.field("participant_id", participant)
                PointsWire.write(account ?? .empty, to: &object)
            }
        }
    }

    /// A page of the rows of a participant's ledger, newest first.
    @Sendable static func listTransactions(_ context: CallContext) async throws -> Response {
        let participant = try context.participantInPath()
        let page = try PageNumber(context.request.query)
        let account = try await account(of: participant, context)
        var rows: [PointsAward] = []
        let total = account?.rowCount ?? 0
        if let system = try system(inQueryOf: context), page.offset < total {
            // A user's rows are numbered from one without a gap.
            rows = try await context.service.reading.pointsLedger(
                of: participant,
                system,
                before: Int64(total - page.offset + 1),
                limit: page.size,
                in: context.view
            )
        }
        return Response.json { writer in
            writer.object { object in
                object.field("participant_id", participant)
                object.array("transactions") { array in
                    for row in rows { array.object { PointsWire.write(row, to: &$0) } }
                }
                page.write(total: total, to: &object)
            }
        }
    }

    /// What a participant has of the system that the query names; nothing where there is no system,
    /// and of one who was never seen.
    static func account(
        of participant: String,
        _ context: CallContext
    ) async throws -> PointsAccount? {
        guard let system = try system(inQueryOf: context) else { return nil }
        do {
            return try await context.service.reading.pointsAccount(
                of: participant,
                system,
                in: context.view
            )
        } catch let error as ServiceError where error.code == .notFound {
            return nil
        }
    }
}
