public import CivilTime

/// What a workspace's points are set up from, compiled so that an event looks only at the triggers
/// that it may fire.
///
/// It never changes, and is a class so that a rulebook that is handed on carries one reference.
public final class PointsIndex: Sendable {
    /// The systems in use, oldest first.
    public let systems: [PointsSystem]
    /// The triggers that were not deleted, oldest first.
    public let triggers: [PointsTrigger]
    /// The active triggers for time, oldest first.
    public let timeTriggers: [PointsTrigger]
    /// The active triggers for new users, oldest first.
    public let creationTriggers: [PointsTrigger]
    /// The active triggers that count what users did before, oldest first.
    public let pastTriggers: [PointsTrigger]
    /// The boosts that were not deleted, oldest first.
    public let boosts: [PointsBoost]

    private let systemsByID: [PointsSystemID: PointsSystem]
    private let triggersByID: [PointsTriggerID: PointsTrigger]
    private let totals: [MetricID: [PointsTrigger]]
    private let filteredTotals: [EventFilterID: [PointsTrigger]]
    private let filters: [MetricID: EventFilterIndex]
    private let achievements: [AchievementID: [PointsTrigger]]
    /// Those of a streak, and under nothing those of the primary one.
    private let streaks: [StreakDefinitionID?: [PointsTrigger]]
    private let levelsBySystem: [PointsSystemID: [PointsLevel]]
    private let boostsForAll: [PointsSystemID: [PointsBoost]]
    private let boostsOfUsers: [UserKey: [PointsBoost]]
    private let filteringSystems: Set<PointsSystemID>

    /// Nothing has been set up.
    public static let empty = PointsIndex()

    /// Compiles what points are set up from.
    public init(
        systems: [PointsSystem] = [],
        triggers: [PointsTrigger] = [],
        levels: [PointsLevel] = [],
        boosts: [PointsBoost] = [],
        experiments: ExperimentIndex = .empty
    ) {
        let systems = systems.filter { $0.status == .active }.sorted { $0.id < $1.id }
        let ids = Set(systems.map(\.id))
        let triggers = triggers.filter { ids.contains($0.system) && $0.status != .archived }
            .sorted { $0.id < $1.id }
        let boosts = boosts.filter { ids.contains($0.system) }.sorted { $0.id < $1.id }
        // One over which an experiment runs is there once for each part of the users.
        let active = triggers.filter { $0.status == .active }.flatMap { trigger in
            experiments.variants(
                of: trigger,
                over: .trigger(trigger.id),
                { $0.applying($1) },
                condition: \.arm
            )
        }
        (self.systems, self.triggers, self.boosts) = (systems, triggers, boosts)
        systemsByID = Dictionary(systems.map { ($0.id, $0) }) { first, _ in first }
        triggersByID = Dictionary(triggers.map { ($0.id, $0) }) { first, _ in first }
        timeTriggers = active.filter { $0.cause.kind == .time }
        pastTriggers = active.filter(\.countsPast)
        creationTriggers = active.filter { $0.cause.kind == .userCreation }

        let metered = active.filter { $0.cause.threshold != nil }
        totals = Dictionary(grouping: metered.filter { $0.cause.threshold?.filter == nil }) {
            $0.cause.threshold?.metric ?? MetricID(0)
        }
        filteredTotals = Dictionary(
            grouping: metered.filter { $0.cause.threshold?.filter != nil }
        ) { $0.cause.threshold?.filter?.id ?? EventFilterID(0) }
        // Filters count whether or not a trigger is active, so that their totals never lag.
        filters = Dictionary(grouping: triggers.compactMap(\.cause.threshold), by: \.metric)
            .mapValues { EventFilterIndex($0.compactMap(\.filter)) }
        achievements = Self.grouped(active) {
            if case .achievement(let id) = $0.cause { id } else { nil }
        }
        streaks = Self.grouped(active) { trigger in
            if case .streak(_, let definition) = trigger.cause { .some(definition) } else { nil }
        }
        levelsBySystem = Dictionary(grouping: levels.filter { ids.contains($0.system) }) {
            $0.system
        }.mapValues { $0.sorted { ($0.points, $0.id.number) < ($1.points, $1.id.number) } }
        boostsForAll = Dictionary(grouping: boosts.filter { $0.user == nil }, by: \.system)
        boostsOfUsers = Dictionary(grouping: boosts.filter { $0.user != nil }) {
            $0.user ?? .nobody
        }
        filteringSystems = Set(
            boosts.filter { !$0.userFilter.isEmpty }.map(\.system)
                + active.filter { !$0.userFilter.isEmpty }.map(\.system)
        )
    }

    private static func grouped<Key: Hashable>(
        _ triggers: [PointsTrigger],
        by key: (PointsTrigger) -> Key?
    ) -> [Key: [PointsTrigger]] {
        var groups: [Key: [PointsTrigger]] = [:]
        for trigger in triggers {
            if let key = key(trigger) { groups[key, default: []].append(trigger) }
        }
        return groups
    }
}

// MARK: - Finding

extension PointsIndex {
    /// Whether there is no system, so that nothing has to be looked up.
    public var isEmpty: Bool { systems.isEmpty }

    /// The system in use with a number.
    public func system(_ id: PointsSystemID) -> PointsSystem? { systemsByID[id] }

    /// The system in use with a key.
    public func system(key: String) -> PointsSystem? {
        systems.first { $0.key.isSameID(as: key) }
    }

    /// The system in use with a UUID.
    public func system(publicID: String) -> PointsSystem? {
        systems.first { $0.publicID == publicID }
    }

    /// The trigger with a number that was not deleted.
    public func trigger(_ id: PointsTriggerID) -> PointsTrigger? { triggersByID[id] }

    /// The triggers of a system that were not deleted, oldest first.
    public func triggers(of system: PointsSystemID) -> [PointsTrigger] {
        triggers.filter { $0.system == system }
    }

    /// The active triggers that all events of a metric count for.
    public func triggers(of metric: MetricID) -> [PointsTrigger] { totals[metric] ?? [] }

    /// The active triggers that the events count for that pass a filter.
    public func triggers(of filter: EventFilterID) -> [PointsTrigger] {
        filteredTotals[filter] ?? []
    }

    /// Whether any event of a metric has to be held against filters.
    public func hasFilters(_ metric: MetricID) -> Bool { filters[metric]?.isEmpty == false }

    /// The filters of a metric that an event passes.
    public func filters(
        of metric: MetricID,
        passing attributes: [AttributeID: String]
    ) -> [EventFilter] {
        guard !attributes.isEmpty else { return [] }
        return filters[metric]?.filters(passing: attributes) ?? []
    }

    /// The active triggers for an achievement.
    public func triggers(of achievement: AchievementID) -> [PointsTrigger] {
        achievements[achievement] ?? []
    }

    /// The active triggers for a streak.
    public func triggers(of streak: StreakDefinition) -> [PointsTrigger] {
        if streaks.isEmpty { return [] }
        let own = streaks[streak.id] ?? []
        return streak.isPrimary ? own + (streaks[StreakDefinitionID?.none] ?? []) : own
    }

    /// The levels of a system, lowest first.
    public func levels(of system: PointsSystemID) -> [PointsLevel] {
        levelsBySystem[system] ?? []
    }

    /// The highest level of a system that a total reaches.
    public func level(of system: PointsSystemID, at total: Int64) -> PointsLevel? {
        levelsBySystem[system]?.last { $0.points <= total }
    }

    /// The boost that callers know by a UUID.
    public func boost(publicID: String) -> PointsBoost? {
        boosts.first { $0.publicID == publicID }
    }

    /// The boosts of a system that hold for a user on one of the user's days, oldest first; not yet
    /// held against the user's attributes.
    public func boosts(
        of system: PointsSystemID,
        for user: UserKey,
        on day: CivilDate
    ) -> [PointsBoost] {
        let own = boostsOfUsers[user]?.filter { $0.system == system } ?? []
        let all = (boostsForAll[system] ?? []) + own
        return all.filter { $0.status(on: day) == .active }
    }

    /// Whether what a system gives may depend on users' attributes.
    public func asksForAttributes(_ system: PointsSystemID) -> Bool {
        filteringSystems.contains(system)
    }
}
