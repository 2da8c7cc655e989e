import CivilTime
import Engine
import Storage

/// Judges changes of a workspace's achievements, one after the other, against everything that they
/// may name.
struct AchievementDesk {
    private let metrics: [Metric]
    private let attributes: [Attribute]
    private(set) var achievements: [Achievement]
    /// Numbers of filters that nobody has had: they grow with every change of configuration.
    private var nextFilter: Int64

    init(
        _ connection: any Connection,
        workspace: WorkspaceID
    ) throws(StorageError) {
        metrics = try connection.metrics.active(in: workspace)
        attributes = try connection.attributes.active(in: workspace)
        achievements = try connection.achievements.active(in: workspace)
        nextFilter = try connection.installation.configurationVersion() * 1_000
    }

    /// The achievement as a change makes it; with an id, a new one.
    mutating func apply(
        _ change: AchievementChange,
        to known: Achievement?,
        id: AchievementID,
        publicID: String
    ) throws(ItemIssue) -> Achievement {
        guard let name = change.name ?? known?.name else { throw ItemIssue("name is required") }
        guard let kind = change.kind ?? known?.trigger.kind else {
            throw ItemIssue("trigger is required")
        }
        let same = known?.trigger.kind == kind ? known?.trigger : nil
        let trigger = try trigger(kind, change, from: same, of: id)
        let userFilter =
            switch change.userAttributes {
            case .keep: known?.userFilter ?? AttributeFilter()
            case .clear: AttributeFilter()
            case .set(let matches): try filter(matches, of: .user)
            }
        let achievement = Achievement(
            id: id,
            publicID: publicID,
            name: name,
            description: change.description.applied(to: known?.description),
            badgeURL: change.badgeURL.applied(to: known?.badgeURL),
            status: change.status ?? known?.status ?? .inactive,
            trigger: trigger,
            userFilter: userFilter
        )
        achievements.removeAll { $0.id == id }
        achievements.append(achievement)
        return achievement
    }

    /// The place of the achievement with a UUID.
    func find(_ publicID: String) throws(ItemIssue) -> Achievement {
        guard let achievement = achievements.first(where: { $0.publicID == publicID }) else {
            throw .achievementNotFound
        }
        return achievement
    }

    /// Those of some achievements that can go together: of which nothing that stays consists.
    func removable(_ publicIDs: Set<String>) -> Set<String> {
        let composites = achievements.filter { !$0.trigger.parts.isEmpty }
        var going = achievements.filter { publicIDs.contains($0.publicID) }
        var ids = Set(going.map(\.id))
        var count: Int
        // Whoever stays keeps its parts, and they keep theirs.
        repeat {
            count = going.count
            let kept = Set(composites.filter { !ids.contains($0.id) }.flatMap(\.trigger.parts))
            going.removeAll { kept.contains($0.id) }
            ids = Set(going.map(\.id))
        } while going.count < count
        return Set(going.map(\.publicID))
    }

    /// Takes an achievement out, unless others that stay consist of it.
    mutating func remove(
        _ publicID: String,
        with others: Set<String>
    ) throws(ItemIssue) -> AchievementID {
        let achievement = try find(publicID)
        let whole = achievements.first { other in
            other.trigger.parts.contains(achievement.id) && !others.contains(other.publicID)
        }
        if let whole {
            throw ItemIssue(
                "Achievement is a part of \"\(whole.name)\"; change or delete that one first"
            )
        }
        achievements.removeAll { $0.id == achievement.id }
        return achievement.id
    }
}

// MARK: - Triggers

extension AchievementDesk {
    private mutating func trigger(
        _ kind: AchievementTrigger.Kind,
        _ change: AchievementChange,
        from known: AchievementTrigger?,
        of id: AchievementID
    ) throws(ItemIssue) -> AchievementTrigger {
        switch kind {
        case .metric: return .metric(try threshold(change, from: known?.threshold))
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
            return .composite(try self.parts(parts, of: id))
        }
    }

    private mutating func threshold(
        _ change: AchievementChange,
        from known: MetricThreshold?
    ) throws(ItemIssue) -> MetricThreshold {
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
        guard let metric = metrics.first(where: { $0.publicID == publicID }) else {
            throw .metricNotFound
        }
        return metric.id
    }

    /// The filter that others have already, or one with a number of its own.
    private mutating func eventFilter(
        _ attributes: AttributeFilter,
        of metric: MetricID
    ) -> EventFilter {
        let known = achievements.lazy.compactMap(\.trigger.threshold).first { threshold in
            threshold.metric == metric
                && threshold.filter?.attributes.isSame(as: attributes) == true
        }
        if let filter = known?.filter { return filter }
        nextFilter += 1
        return EventFilter(id: EventFilterID(nextFilter), attributes: attributes)
    }

    private func filter(
        _ matches: [AchievementChange.Match],
        of kind: Attribute.Kind
    ) throws(ItemIssue) -> AttributeFilter {
        var values: [AttributeID: String] = [:]
        for match in matches {
            let attribute = attributes.first { $0.kind == kind && $0.publicID == match.attribute }
            guard let attribute else { throw .attributeNotFound }
            values[attribute.id] = match.value
        }
        return AttributeFilter(values)
    }

    private func parts(
        _ publicIDs: [String],
        of id: AchievementID
    ) throws(ItemIssue) -> [AchievementID] {
        var parts: [AchievementID] = []
        for publicID in publicIDs {
            let part = try find(publicID).id
            if !parts.contains(part) { parts.append(part) }
        }
        guard !consists(of: id, parts) else {
            throw ItemIssue("achievementIds must not lead back to the achievement itself")
        }
        return parts
    }

    /// Whether some achievements, or the parts that they consist of, are a given one.
    private func consists(of id: AchievementID, _ parts: [AchievementID]) -> Bool {
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
    fileprivate func isSame(as other: AttributeFilter) -> Bool {
        attributes.count == other.attributes.count && matches(other.attributes)
    }
}

extension ItemIssue {
    static let achievementNotFound = ItemIssue("Achievement not found by ID")

    /// Why an attribute cannot be deleted: what an achievement asks for would look open to everybody
    /// and be so to nobody.
    static func keeping(_ attribute: Attribute, for achievements: [Achievement]) -> ItemIssue? {
        let user = achievements.first { achievement in
            achievement.userFilter.attributes[attribute.id] != nil
                || achievement.trigger.threshold?.filter?.attributes.attributes[attribute.id] != nil
        }
        return user.map { achievement in
            ItemIssue(
                "The achievement \"\(achievement.name)\" asks for this attribute. "
                    + "Take it out of the achievement first, or delete that."
            )
        }
    }
}
