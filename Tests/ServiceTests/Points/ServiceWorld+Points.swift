import Catalogue
import CivilTime
import Engine
import Service
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
