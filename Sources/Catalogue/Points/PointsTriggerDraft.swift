import CivilTime
import Engine

/// A change of a trigger while it is judged, beside the others of its workspace.
struct PointsTriggerDraft {
    let change: PointsTriggerChange
    /// The trigger before; nothing of a new one.
    let known: PointsTrigger?
    let system: PointsSystemID
    let surroundings: PointsSurroundings
    let triggers: [PointsTrigger]

    /// The trigger as the change makes it.
    func trigger(_ id: PointsTriggerID, publicID: String) throws(ItemIssue) -> PointsTrigger {
        guard let kind = change.kind ?? known?.cause.kind else {
            throw ItemIssue.told("type is required")
        }
        if let known, known.cause.kind != kind, known.status != .inactive {
            throw ItemIssue.told("type can only be changed while the trigger is inactive")
        }
        let cause = try cause(kind)
        guard let points = change.fields.points ?? known?.points else {
            throw ItemIssue.told("points is required")
        }
        var trigger =
            known
            ?? PointsTrigger(
                id: id,
                publicID: publicID,
                system: system,
                cause: cause,
                points: points,
                createdAt: surroundings.now,
                updatedAt: surroundings.now
            )
        change.fields.apply(to: &trigger)
        trigger.cause = cause
        switch change.userAttributes {
        case .keep: break
        case .clear: trigger.userFilter = AttributeFilter()
        case .set(let matches):
            trigger.userFilter = try surroundings.filter(matches, of: .user)
        }
        trigger.updatedAt = surroundings.now
        if change.countsPast, kind == .streak || kind == .time {
            throw ItemIssue.told("\(kind.rawValue) triggers cannot count what was before")
        }
        if change.countsPast, trigger.status != .active {
            throw ItemIssue.told("only an active trigger can count what was before")
        }
        activate(&trigger)
        return trigger
    }

    /// A trigger that becomes active counts from now on, and so does an active one that asks for or
    /// gives something else.
    private func activate(_ trigger: inout PointsTrigger) {
        guard trigger.status == .active else {
            trigger.activeSince = nil
            return
        }
        if let known, known.status == .active, known.cause == trigger.cause,
            known.points == trigger.points, !change.countsPast
        {
            return
        }
        trigger.activeSince = surroundings.now
        trigger.countsPast = change.countsPast
        trigger.activations += 1
    }
}

// MARK: - Causes

extension PointsTriggerDraft {
    private func cause(_ kind: PointsCause.Kind) throws(ItemIssue) -> PointsCause {
        if kind != .metric, case .set(let matches) = change.eventAttributes, !matches.isEmpty {
            throw ItemIssue.told("eventAttributes is for metric triggers only")
        }
        let same = known?.cause.kind == kind ? known?.cause : nil
        switch kind {
        case .metric: return .metric(try threshold(from: same?.threshold))
        case .streak: return try streak(from: same)
        case .achievement:
            guard let publicID = change.achievement else {
                guard let same else { throw Self.required("achievementId", kind) }
                return same
            }
            let achievement = surroundings.achievements.first { $0.publicID == publicID }
            guard let achievement else { throw Achievement.notFound }
            return .achievement(achievement.id)
        case .time: return .time(try interval(from: same))
        case .userCreation: return .userCreation
        }
    }

    private func streak(from known: PointsCause?) throws(ItemIssue) -> PointsCause {
        var (length, definition) = (change.streakLength, StreakDefinitionID?.none)
        if case .streak(let knownLength, let knownDefinition) = known {
            length = length ?? knownLength
            definition = knownDefinition
        }
        switch change.streak {
        case .keep: break
        case .clear: definition = nil
        case .set(let publicID):
            let streak = surroundings.streaks.first { $0.publicID == publicID }
            guard let streak else { throw StreakDefinition.notFound }
            definition = streak.id
        }
        guard let length else { throw Self.required("streakLength", .streak) }
        return .streak(length: length, definition: definition)
    }

    private func interval(from known: PointsCause?) throws(ItemIssue) -> PointsInterval {
        var (unit, count) = (change.timeUnit, change.timeInterval)
        if case .time(let interval) = known {
            unit = unit ?? interval.unit
            count = count ?? interval.count
        }
        guard let unit else { throw Self.required("timeUnit", .time) }
        guard let count else { throw Self.required("timeInterval", .time) }
        return PointsInterval(count, unit)
    }

    private func threshold(from known: MetricThreshold?) throws(ItemIssue) -> MetricThreshold {
        var metric = known?.metric
        if let publicID = change.metric {
            let found = surroundings.metrics.first { $0.publicID == publicID }
            guard let found else { throw Metric.notFound }
            metric = found.id
        }
        guard let metric else { throw Self.required("metricId", .metric) }
        guard let amount = change.threshold ?? known?.amount else {
            throw Self.required("metricThreshold", .metric)
        }
        let filter =
            switch change.eventAttributes {
            case .keep: known?.filter?.attributes ?? AttributeFilter()
            case .clear: AttributeFilter()
            case .set(let matches): try surroundings.filter(matches, of: .event)
            }
        return MetricThreshold(
            metric: metric,
            amount: amount,
            filter: filter.isEmpty ? nil : eventFilter(filter, of: metric)
        )
    }

    /// The filter that other triggers have already, or one with a number of its own.
    private func eventFilter(_ attributes: AttributeFilter, of metric: MetricID) -> EventFilter {
        let thresholds = triggers.compactMap(\.cause.threshold)
        let same = thresholds.first { threshold in
            threshold.metric == metric
                && threshold.filter?.attributes.isSame(as: attributes) == true
        }
        if let filter = same?.filter { return filter }
        let last = thresholds.compactMap(\.filter?.id.number).max() ?? 0
        let next = max(last, surroundings.lastFilter) + 1
        return EventFilter(id: EventFilterID(next), attributes: attributes)
    }

    private static func required(_ field: String, _ kind: PointsCause.Kind) -> ItemIssue {
        ItemIssue.told("\(field) is required for \(kind.rawValue) triggers")
    }
}
