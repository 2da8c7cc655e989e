public import Catalogue
import CivilTime
public import Engine
import ServiceRuntime
import Storage

extension Reading {
    /// Simulates what a changed trigger or boost of a system would have given in the last days, without
    /// storing anything.
    ///
    /// What users did is replayed twice, by the rules as they are and by the changed ones. So that runs of
    /// streaks go on, the replay begins some weeks before the days that are told.
    public func simulatePoints(
        of system: PointsSystem,
        with trigger: PointsTrigger? = nil,
        _ boost: PointsBoost? = nil,
        in view: WorkspaceView
    ) async throws -> PointsSimulation {
        let plan = SimulationPlan(system, trigger, boost, view, zones, limits)
        var sums = SimulationSums(plan.dates)
        var cursor: UserCursor? = .start
        while let newest = cursor {
            let page = try await database.readSlowly { (connection) throws(StorageError) in
                try plan.page(oldestAfter: newest, on: connection)
            }
            for user in page.users { sums.add(user, limits.simulatedChanges) }
            cursor = sums.users < limits.maximumSimulatedUsers ? page.last : nil
            if cursor == nil { sums.isComplete = page.last == nil }
        }
        return sums.simulation
    }
}

/// What a user would have been given, day by day.
private struct SimulatedUser: Sendable {
    let id: String
    let before: [CivilDate: Int64]
    let after: [CivilDate: Int64]
}

/// What is replayed, and how.
private struct SimulationPlan: Sendable {
    let dates: ClosedRange<CivilDate>
    private let workspace: WorkspaceID
    private let now: Instant
    private let start: Instant
    private let rulebook: Rulebook
    private let before: PointsReplay
    private let after: PointsReplay

    private static let pageSize = 100

    init(
        _ system: PointsSystem,
        _ trigger: PointsTrigger?,
        _ boost: PointsBoost?,
        _ view: WorkspaceView,
        _ zones: ZoneDatabase,
        _ limits: ReadingLimits
    ) {
        let zone = zones.zoneOrUTC(named: view.rulebook.defaultZone)
        let today = zone.day(containing: view.now)
        dates = today.adding(days: 1 - limits.simulatedDays)...today
        let first = dates.lowerBound.adding(days: -ReadingLimits.daysBeforeSimulation)
        start = zone.startOfDay(first)
        now = view.now
        workspace = view.id
        rulebook = view.rulebook
        let points = view.rulebook.points
        before = PointsReplay(
            view.rulebook,
            points: points.simulated(system, since: start),
            zones: zones
        )
        after = PointsReplay(
            view.rulebook,
            points: points.simulated(system, with: trigger, boost, since: start),
            zones: zones
        )
    }

    /// What some users would have been given, and the last of them; nobody at the end.
    func page(
        oldestAfter cursor: UserCursor,
        on connection: any Connection
    ) throws(StorageError) -> (users: [SimulatedUser], last: UserCursor?) {
        let rows = try connection.users.page(
            in: workspace,
            oldestAfter: cursor,
            limit: Self.pageSize
        )
        let attributes = try connection.users.attributes(of: rows.map(\.key))
        var users: [SimulatedUser] = []
        for row in rows {
            guard let user = row.user else { continue }
            let life = try life(of: row.key, user, attributes[row.key] ?? [:], on: connection)
            users.append(
                SimulatedUser(
                    id: user.id,
                    before: given(before.rows(of: life, until: now)),
                    after: given(after.rows(of: life, until: now))
                )
            )
        }
        return (users, rows.count < Self.pageSize ? nil : rows.last.map { UserCursor($0) })
    }

    private func life(
        of key: UserKey,
        _ user: User,
        _ attributes: [AttributeID: String],
        on connection: any Connection
    ) throws(StorageError) -> PointsReplay.Life {
        let metrics = Set(rulebook.metrics.map(\.id))
        let end = now.adding(seconds: 1)
        let events = try connection.events.happened(to: key, metrics: metrics, in: start..<end)
        var totals = try connection.metricDays.totals(of: key)
        for event in events {
            totals[event.metric] = totals[event.metric]?.adding(event.amount.negated)
        }
        let completions = try connection.completions.all(of: key).values.filter {
            $0.achievedAt >= start && $0.achievedAt <= now
        }
        return PointsReplay.Life(
            key: key,
            user: user,
            attributes: attributes,
            totals: totals,
            events: events,
            completions: completions,
            isNew: user.createdAt >= start
        )
    }

    /// What rows gave on the days that are told.
    private func given(_ rows: [PointsRow]) -> [CivilDate: Int64] {
        var days: [CivilDate: Int64] = [:]
        for row in rows where dates.contains(row.day) {
            days[row.day, default: 0] += row.amount
        }
        return days
    }
}

/// What all users would have been given.
private struct SimulationSums {
    private var days: [CivilDate: PointsSimulation.Day]
    private var before: [Int64: Int64] = [:]
    private var after: [Int64: Int64] = [:]
    private var changes: [PointsSimulation.UserChange] = []
    private(set) var users = 0
    var isComplete = true

    init(_ dates: ClosedRange<CivilDate>) {
        let all = (0...dates.lowerBound.days(until: dates.upperBound)).map {
            dates.lowerBound.adding(days: $0)
        }
        days = Dictionary(all.map { ($0, PointsSimulation.Day(date: $0)) }) { first, _ in first }
    }

    mutating func add(_ user: SimulatedUser, _ limit: Int) {
        users += 1
        for (day, amount) in user.before { days[day]?.before += amount }
        for (day, amount) in user.after { days[day]?.after += amount }
        let sums = (user.before.values.reduce(0, +), user.after.values.reduce(0, +))
        before[sums.0, default: 0] += 1
        after[sums.1, default: 0] += 1
        guard sums.0 != sums.1 else { return }
        changes.append(
            PointsSimulation.UserChange(userID: user.id, before: sums.0, after: sums.1)
        )
        changes.sort { abs($0.after - $0.before) > abs($1.after - $1.before) }
        changes = Array(changes.prefix(limit))
    }

    var simulation: PointsSimulation {
        var simulation = PointsSimulation(days: days.values.sorted { $0.date < $1.date })
        simulation.before = Self.spread(before)
        simulation.after = Self.spread(after)
        simulation.mostChanged = changes
        simulation.users = users
        simulation.isComplete = isComplete
        return simulation
    }

    private static func spread(_ counts: [Int64: Int64]) -> PointsSpread {
        PointsSpread(
            counts.sorted { $0.key < $1.key }.map {
                PointsSpread.Share(total: $0.key, users: $0.value)
            }
        )
    }
}
