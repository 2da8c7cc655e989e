import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Service
import Storage
import Testing

/// Points systems and what they are set up from; what keeps one from being fails the test.
extension ServiceWorld {
    /// Creates a system with what it begins with.
    @discardableResult
    func createPoints(
        _ key: String = "xp",
        levels: [PointsLevelChange] = [],
        boosts: [PointsBoostChange] = [],
        triggers: [PointsTriggerChange] = [],
        _ change: (inout Edits<PointsSystem>) -> Void = { _ in }
    ) async throws -> CreatedPointsSystem {
        var draft = PointsSystemChange()
        draft.key = key
        draft.fields.name = key.uppercased()
        change(&draft.fields)
        draft.levels = levels
        draft.boosts = boosts
        draft.triggers = triggers
        return try #require(
            try await service.catalogue.createPointsSystems([draft], in: live).first
        ).get()
    }

    /// A trigger for each so many units of a metric.
    func perUnits(
        _ threshold: Int32,
        gives points: Int64,
        of metric: String = "steps",
        _ change: (inout PointsTriggerChange) -> Void = { _ in }
    ) async throws -> PointsTriggerChange {
        var draft = givingPoints(points, for: .metric)
        draft.metric = try await metricID(metric)
        draft.threshold = Amount(threshold)
        change(&draft)
        return draft
    }

    /// Changes a trigger.
    @discardableResult
    func change(
        _ trigger: PointsTrigger,
        of system: PointsSystem,
        _ change: (inout PointsTriggerChange) -> Void
    ) async throws -> PointsTrigger {
        var draft = PointsTriggerChange()
        draft.publicID = trigger.publicID
        change(&draft)
        return try #require(
            try await service.catalogue.putPointsTriggers(
                [draft],
                of: system.publicID,
                in: live
            ).first
        ).get()
    }
}

/// An active trigger.
func givingPoints(
    _ points: Int64,
    for kind: PointsCause.Kind,
    _ change: (inout PointsTriggerChange) -> Void = { _ in }
) -> PointsTriggerChange {
    var draft = PointsTriggerChange()
    draft.kind = kind
    draft.fields.points = points
    draft.fields.status = .active
    change(&draft)
    return draft
}

/// A level at so many points.
func level(_ key: String, at points: Int64) -> PointsLevelChange {
    var draft = PointsLevelChange()
    draft.key = key
    draft.fields.name = key.capitalized
    draft.fields.points = points
    return draft
}

/// A boost of some days.
func boost(
    _ multiplier: String,
    from start: String,
    to end: String? = nil,
    _ change: (inout PointsBoostChange) -> Void = { _ in }
) throws -> PointsBoostChange {
    var draft = PointsBoostChange()
    draft.fields.name = "\(multiplier) times"
    draft.fields.multiplier = Amount(decimal: multiplier)
    draft.fields.start = try CivilDate(iso8601: start)
    if let end { draft.fields.end = .set(try CivilDate(iso8601: end)) }
    change(&draft)
    return draft
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

// MARK: - What happens, and the ledger in words

extension ServiceWorld {
    /// Sends events of steps, one after the other.
    @discardableResult
    func steps(_ amounts: Int32..., user: String = "ada") async throws -> [EventID] {
        var events: [EventID] = []
        for amount in amounts {
            let draft = draft(amount, user: user)
            events.append(try await service.intake.submit(RecordEvent(draft), in: live).id)
        }
        return events
    }

    /// Takes an event back.
    func delete(_ event: EventID) async throws {
        try await service.intake.submit(DeleteEvent(event), in: live)
    }

    /// The system that there is, or the one with a key.
    func pointsSystem(_ key: String = "xp") async throws -> PointsSystem {
        try #require(try await service.catalogue.view(of: live).rulebook.points.system(key: key))
    }

    /// Changes the only trigger that there is.
    @discardableResult
    func changeTrigger(
        _ body: (inout PointsTriggerChange) -> Void
    ) async throws -> PointsTrigger {
        let index = try await service.catalogue.view(of: live).rulebook.points
        let trigger = try #require(index.triggers.first)
        return try await change(trigger, of: try #require(index.system(trigger.system)), body)
    }

    /// Gives or takes points by a call.
    @discardableResult
    func give(
        _ amount: Int64,
        to user: String = "ada",
        key: String? = nil,
        reason: String? = nil
    ) async throws -> ChangedPoints {
        try await service.intake.submit(
            ChangePoints(
                user: service.intake.userKey(of: user, in: live),
                userID: user,
                createsUser: true,
                system: try await pointsSystem().id,
                amount: amount,
                reason: reason,
                idempotencyKey: key
            ),
            in: live
        )
    }

    /// A user's rows in words, oldest first: `award 10 = 10 x2`, `correction -10 = 0 (why)`.
    func ledger(_ user: String = "ada", _ key: String = "xp") async throws -> [String] {
        let view = try await service.catalogue.view(of: live)
        let system = try await pointsSystem(key)
        let found = await result {
            try await service.reading.pointsLedger(of: user, system, limit: 1_000, in: view)
        }
        // Somebody who was never seen has nothing.
        guard case .success(let awards) = found else { return [] }
        return awards.reversed().map { award in
            let reason = award.row.detail.reason.map { " (\($0))" } ?? ""
            let boosts = award.boosts.map { " x\($0.multiplier)" }.joined()
            return "\(award.row.kind.rawValue) \(award.row.amount) = \(award.row.total)"
                + reason + boosts
        }
    }

    /// A user's total as it is read.
    func points(_ user: String = "ada", _ key: String = "xp") async throws -> Int64 {
        let view = try await service.catalogue.view(of: live)
        return try await service.reading.points(
            of: user,
            try await pointsSystem(key),
            awards: 1,
            in: view
        ).total
    }

    /// The facts about points that have been told, in words.
    func pointsFacts(_ workspace: WorkspaceID? = nil) throws -> [String] {
        try database.read { (connection) throws(StorageError) in
            try connection.facts.placed(
                after: .start,
                in: workspace ?? live,
                kinds: Set(PointsFact.Kind.allCases.map(Fact.Kind.init)),
                limit: 1_000
            )
        }.compactMap { placed in
            guard let fact = PointsFact(placed.stored.fact) else { return nil }
            let added = fact.added.map { " \($0)" } ?? ""
            let total = fact.total.map { " = \($0)" } ?? ""
            let isBackdated = placed.stored.fact.payload["backdated"]?.bool == true
            return "\(fact.kind.rawValue)\(added)\(total)\(isBackdated ? " backdated" : "")"
        }
    }
}
