public import Catalogue
public import CivilTime
public import Engine
import Intake
import ServiceRuntime
public import Storage

extension Reading {
    /// A user's points of a system, with the newest awards and deductions; what time has brought since
    /// anybody looked is given first.
    public func points(
        of id: String,
        _ system: PointsSystem,
        awards limit: Int,
        in view: WorkspaceView
    ) async throws -> UserPoints {
        try await settlePoints(of: id, in: view)
        return try await database.read { [keyring] (connection) throws(StorageError) in
            guard let profile = try connection.profile(id, in: view.id, keyring: keyring) else {
                return nil as UserPoints?
            }
            let balances = try connection.value(
                of: connection.pointsBalances.balances(of: [profile.key])
            )
            let total = balances[profile.key]?.first { $0.system == system.id }?.total ?? 0
            let rows = try connection.pointsLedger.page(
                of: profile.key,
                system.id,
                kinds: [.award, .deduction],
                limit: limit
            )
            return UserPoints(
                profile: profile,
                system: system,
                total: total,
                level: view.rulebook.points.level(of: system.id, at: total),
                awards: try connection.awards(rows.map { (profile.key, $0) })
            )
        }.found(id)
    }

    /// A user's totals of every system, as of now; what time has brought is given first.
    public func pointsTotals(
        of id: String,
        in view: WorkspaceView
    ) async throws -> [PointsSystemID: Int64] {
        let balances = try await settlePoints(of: id, in: view)
        return Dictionary(balances.map { ($0.system, $0.total) }) { first, _ in first }
    }

    /// A page of a user's rows of a system, of every kind, newest first, before a number.
    public func pointsLedger(
        of id: String,
        _ system: PointsSystem,
        before number: Int64? = nil,
        limit: Int,
        in view: WorkspaceView
    ) async throws -> [PointsAward] {
        try await settlePoints(of: id, in: view)
        return try await database.readSlowly { [keyring] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: view.id, keyring: keyring) else {
                return nil as [PointsAward]?
            }
            let rows = try connection.pointsLedger.page(
                of: row.key,
                system.id,
                before: number,
                limit: limit
            )
            return try connection.awards(rows.map { (row.key, $0) })
        }.found(id)
    }

    /// The next rows of points of an export: of every system, oldest first.
    public func exportPoints(
        of user: UserKey,
        after row: PointsRow?,
        limit: Int
    ) async throws -> [PointsAward] {
        try await database.readSlowly { (connection) throws(StorageError) in
            let rows = try connection.pointsLedger.page(of: user, after: row, limit: limit)
            return try connection.awards(rows.map { (user, $0) })
        }
    }

    /// The boosts of a system that hold for a user today.
    public func pointsBoosts(
        of id: String,
        _ system: PointsSystem,
        in view: WorkspaceView
    ) async throws -> [PointsBoost] {
        let profile = try await user(id, in: view.id)
        let name = profile.user.zone ?? view.rulebook.defaultZone
        let today = zones.zoneOrUTC(named: name).day(containing: view.now)
        return view.rulebook.points.boosts(of: system.id, for: profile.key, on: today).filter {
            $0.userFilter.matches(profile.attributes)
        }
    }

    /// How a user's total of a system went over time: of each day, week or month, what was added, and
    /// the total at its end.
    public func pointsSummary(
        of id: String,
        _ system: PointsSystem,
        over dates: ClosedRange<CivilDate>,
        by aggregation: MetricSummary.Aggregation,
        in view: WorkspaceView
    ) async throws -> [MetricSummary.Point] {
        try await settlePoints(of: id, in: view)
        let days = try await database.readSlowly { [keyring] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: view.id, keyring: keyring) else {
                return nil as [PointsDay]?
            }
            return try connection.pointsLedger.days(of: row.key, system.id, in: dates)
        }.found(id)
        return MetricSummary.points(
            of: days.map { day in
                MetricDay(
                    day: day.day,
                    change: Amount(points: day.change),
                    total: Amount(points: day.total),
                    eventCount: 0
                )
            },
            over: dates,
            by: aggregation
        )
    }

    /// Gives a user what time has brought of points, if it has; tells the balances afterwards.
    @discardableResult
    private func settlePoints(
        of id: String,
        in view: WorkspaceView
    ) async throws -> [PointsBalance] {
        let fold = Fold(rulebook: view.rulebook, zones: zones, now: view.now)
        var (key, balances) = try await pointsBalances(of: id, in: view)
        // A long silence takes several turns; rules that have just changed are no reason for more.
        for _ in 0..<limits.maximumPointsTurns where fold.hasPointsDue(balances) {
            try await intake.submit(SettlePoints(of: key), in: view.id)
            (key, balances) = try await pointsBalances(of: id, in: view)
        }
        return balances
    }

    private func pointsBalances(
        of id: String,
        in view: WorkspaceView
    ) async throws -> (key: UserKey, balances: [PointsBalance]) {
        try await database.look { [keyring] (connection) throws(StorageError) in
            let guess = try connection.guess(id, in: view.id, keyring) { key in
                connection.pointsBalances.balances(of: [key])
            }
            guard let row = try connection.users.find(id, in: view.id, keyring: keyring),
                row.user != nil
            else { return nil as (key: UserKey, balances: [PointsBalance])? }
            return (row.key, try guess.value(for: row.key)[row.key] ?? [])
        }.found(id)
    }
}

// MARK: - All users

extension Reading {
    /// How many users have which total of a system; with attributes, of users who have all of those
    /// values.
    public func pointsSpread(
        of system: PointsSystem,
        having attributes: [AttributeID: String] = [:],
        in workspace: WorkspaceID
    ) async throws -> PointsSpread {
        let key = PointsSpreadKey(system: system.id, attributes: attributes)
        return try await pointsSpreads.value(of: key) { [database] in
            try await database.readSlowly { (connection) throws(StorageError) in
                guard attributes.isEmpty else {
                    return PointsSpread(
                        try connection.pointsBalances.spread(of: system.id, having: attributes)
                    )
                }
                let spread = try connection.pointsBalances.spread(of: system.id)
                let users = try connection.userCounts.count(in: workspace)
                let rest = users - spread.reduce(0) { $0 + $1.users }
                return PointsSpread(rest > 0 ? spread + [(total: 0, users: rest)] : spread)
            }
        }
    }

    /// A page of the rows of every user of a system, newest first.
    public func pointsLedger(
        of system: PointsSystem,
        before cursor: PointsLedgerCursor?,
        limit: Int
    ) async throws -> [PointsEntry] {
        try await database.readSlowly { (connection) throws(StorageError) in
            let page = try connection.pointsLedger.page(
                of: system.id,
                before: cursor,
                limit: limit
            )
            let rows = try connection.users.rows(of: Array(Set(page.map(\.user))))
            let ids = Dictionary(rows.map { ($0.key, $0.user?.id ?? "") }) { first, _ in first }
            let awards = try connection.awards(page)
            return zip(page, awards).map { each, award in
                PointsEntry(userID: ids[each.user] ?? "", user: each.user, award: award)
            }
        }
    }
}

/// Of which users the totals of a system are counted.
struct PointsSpreadKey: Hashable, Sendable {
    let system: PointsSystemID
    let attributes: [AttributeID: String]
}

extension PointsSpread {
    /// Totals in any order.
    fileprivate init(_ totals: [(total: Int64, users: Int64)]) {
        let shares = totals.map { Share(total: $0.total, users: $0.users) }
        self.init(shares.sorted { $0.total < $1.total })
    }
}

extension Connection {
    /// Rows with their triggers and boosts, deleted ones too.
    fileprivate func awards(
        _ rows: [(user: UserKey, row: PointsRow)]
    ) throws(StorageError) -> [PointsAward] {
        let triggers = try pointsItems.find(
            PointsTrigger.self,
            rows.compactMap(\.row.trigger?.number)
        )
        let boosts = try pointsItems.find(
            PointsBoost.self,
            rows.flatMap { $0.row.detail.boosts.map(\.id.number) }
        )
        return rows.map { user, row in
            PointsAward(
                row,
                of: user,
                trigger: triggers.first { $0.id == row.trigger },
                boosts: row.detail.boosts.compactMap { applied in
                    boosts.first { $0.id == applied.id }
                }
            )
        }
    }
}

extension Amount {
    /// So many points, as an amount; what does not fit is cut off.
    fileprivate init(points: Int64) {
        let most = Amount.maximumTotal.millionths / 1_000_000
        self.init(millionths: min(most, max(-most, points)) * 1_000_000)
    }
}
