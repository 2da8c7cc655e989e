import Engine
import Storage

/// What an achievement may name: metrics and attributes of its workspace, and a filter of events
/// that others have already or that is new.
struct AchievementSurroundings: Sendable {
    let metrics: [Metric]
    let attributes: [Attribute]
    /// No filter has had a number above this one: it grows with every change of configuration.
    let lastFilter: Int64

    init(
        in workspace: WorkspaceID,
        on connection: any Connection
    ) throws(StorageError) {
        metrics = try connection.metrics.active(in: workspace)
        attributes = try connection.attributes.active(in: workspace)
        lastFilter = try connection.installation.configurationVersion() * 1_000
    }
}

/// A change of an achievement while it is judged, beside the others of its workspace.
struct AchievementDraft {
    let change: AchievementChange
    /// The achievement before; nothing of a new one.
    let known: Achievement?
    let id: AchievementID
    let surroundings: AchievementSurroundings
    let achievements: [Achievement]

    /// The achievement as the change makes it.
    func achievement(publicID: String) throws(ItemIssue) -> Achievement {
        guard let name = change.name ?? known?.name else { throw ItemIssue("name is required") }
        guard let kind = change.kind ?? known?.trigger.kind else {
            throw ItemIssue("trigger is required")
        }
        let same = known?.trigger.kind == kind ? known?.trigger : nil
        let trigger = try trigger(kind, from: same)
        let userFilter =
            switch change.userAttributes {
            case .keep: known?.userFilter ?? AttributeFilter()
            case .clear: AttributeFilter()
            case .set(let matches): try filter(matches, of: .user)
            }
        var achievement =
            known ?? Achievement(id: id, publicID: publicID, name: name, trigger: trigger)
        change.fields.apply(to: &achievement)
        achievement.trigger = trigger
        achievement.userFilter = userFilter
        return achievement
    }
}

// MARK: - Triggers

extension AchievementDraft {
    private func trigger(
        _ kind: AchievementTrigger.Kind,
        from known: AchievementTrigger?
    ) throws(ItemIssue) -> AchievementTrigger {
        switch kind {
        case .metric: return .metric(try threshold(from: known?.threshold))
        case .streak:
            if let length = change.streakLength { return .streak(length: length) }
            return try known.required("streakLength", for: "streak")
        case .api:
            guard let key = change.key else { return try known.required("key", for: "api") }
            let isTaken = achievements.contains { $0.id != id && $0.trigger == .api(key: key) }
            if isTaken { throw ItemIssue("Key already in use by another achievement") }
            return .api(key: key)
        case .anniversary:
            if let years = change.years { return .anniversary(years: years) }
            return try known.required("anniversaryYears", for: "anniversary")
        case .composite:
            guard let parts = change.parts else {
                return try known.required("achievementIds", for: "composite")
            }
            return .composite(try self.parts(parts))
        }
    }

    private func threshold(from known: MetricThreshold?) throws(ItemIssue) -> MetricThreshold {
        guard let metric = try metric(change.metric) ?? known?.metric else {
            throw ItemIssue("metricId is required for metric achievements")
        }
        guard let amount = change.amount ?? known?.amount else {
            throw ItemIssue("metricValue is required for metric achievements")
        }
        let filter =
            switch change.eventAttributes {
            case .keep: known?.filter?.attributes ?? AttributeFilter()
            case .clear: AttributeFilter()
            case .set(let matches): try filter(matches, of: .event)
            }
        return MetricThreshold(
            metric: metric,
            amount: amount,
            filter: filter.isEmpty ? nil : eventFilter(filter, of: metric)
        )
    }

    private func metric(_ publicID: String?) throws(ItemIssue) -> MetricID? {
        guard let publicID else { return nil }
        guard let metric = surroundings.metrics.first(where: { $0.publicID == publicID }) else {
            throw Metric.notFound
        }
        return metric.id
    }

    /// The filter that others have already, or one with a number of its own.
    private func eventFilter(_ attributes: AttributeFilter, of metric: MetricID) -> EventFilter {
        let thresholds = achievements.compactMap(\.trigger.threshold)
        let known = thresholds.first { threshold in
            threshold.metric == metric
                && threshold.filter?.attributes.isSame(as: attributes) == true
        }
        if let filter = known?.filter { return filter }
        let last = thresholds.compactMap(\.filter?.id.number).max() ?? 0
        let next = max(last, surroundings.lastFilter) + 1
        return EventFilter(id: EventFilterID(next), attributes: attributes)
    }

    private func filter(
        _ matches: [AchievementChange.Match],
        of kind: Attribute.Kind
    ) throws(ItemIssue) -> AttributeFilter {
        var values: [AttributeID: String] = [:]
        for match in matches {
            let attribute = surroundings.attributes.first {
                $0.kind == kind && $0.publicID == match.attribute
            }
            guard let attribute else { throw Attribute.notFound }
            values[attribute.id] = match.value
        }
        return AttributeFilter(values)
    }

    private func parts(_ publicIDs: [String]) throws(ItemIssue) -> [AchievementID] {
        var parts: [AchievementID] = []
        for publicID in publicIDs {
            guard let part = achievements.first(where: { $0.publicID == publicID })?.id else {
                throw Achievement.notFound
            }
            if !parts.contains(part) { parts.append(part) }
        }
        guard !consists(parts) else {
            throw ItemIssue("achievementIds must not lead back to the achievement itself")
        }
        return parts
    }

    /// Whether the achievement is one of some, or of the parts that they consist of.
    private func consists(_ parts: [AchievementID]) -> Bool {
        var seen: Set<AchievementID> = []
        var rest = parts
        while let part = rest.popLast() {
            if part == id { return true }
            guard seen.insert(part).inserted else { continue }
            rest += achievements.first { $0.id == part }?.trigger.parts ?? []
        }
        return false
    }
}

extension AchievementTrigger? {
    fileprivate func required(
        _ field: String,
        for kind: String
    ) throws(ItemIssue) -> AchievementTrigger {
        guard let self else {
            throw ItemIssue("\(field) is required for \(kind) achievements")
        }
        return self
    }
}

extension AttributeFilter {
    /// Whether two filters ask for the same, byte by byte.
    func isSame(as other: AttributeFilter) -> Bool {
        attributes.count == other.attributes.count && matches(other.attributes)
    }
}
