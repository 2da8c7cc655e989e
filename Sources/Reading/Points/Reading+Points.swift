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
        let fold = Fold(rulebook: view.rulebook, zones: zones, now: view.now)
        var found = try await storedPoints(of: id, system, awards: limit, in: view)
        // A long silence takes several turns; rules that have just changed are no reason for more.
        for _ in 0..<limits.maximumPointsTurns where fold.hasPointsDue(found.balances) {
            try await intake.submit(SettlePoints(of: found.points.profile.key), in: view.id)
            found = try await storedPoints(of: id, system, awards: limit, in: view)
        }
        return found.points
    }

    /// A user's points as they are stored; all of it is asked for together.
    private func storedPoints(
        of id: String,
        _ system: PointsSystem,
        awards limit: Int,
        in view: WorkspaceView
    ) async throws -> (points: UserPoints, balances: [PointsBalance]) {
        try await database.read { [keyring] (connection) throws(StorageError) in
            let balances = try connection.guess(id, in: view.id, keyring) { key in
                connection.pointsBalances.balances(of: [key])
            }
            let page = try connection.guess(id, in: view.id, keyring) { key in
                connection.pointsLedger.pageLookup(
                    of: key,
                    system.id,
                    kinds: [.award, .deduction],
                    limit: limit
                )
            }
            guard let profile = try connection.profile(id, in: view.id, keyring: keyring) else {
                return nil as (points: UserPoints, balances: [PointsBalance])?
            }
            let stored = try balances.value(for: profile.key)[profile.key] ?? []
            let total = stored.first { $0.system == system.id }?.total ?? 0
            let rows = try page.value(for: profile.key).map { (profile.key, $0) }
            let points = UserPoints(
                profile: profile,
                system: system,
                total: total,
                level: view.rulebook.points.level(of: system.id, at: total),
                awards: try connection.awards(rows, knowing: view.rulebook.points)
            )
            return (points, stored)
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
    ) async throws -> [PointsSummaryPoint] {
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
                    // Counted in millionths, points have all the room that a ledger has.
                    change: Amount(millionths: day.change),
                    total: Amount(millionths: day.total),
                    eventCount: 0
                )
            },
            over: dates,
            by: aggregation
        ).map { point in
            PointsSummaryPoint(
                date: point.date,
                total: point.total.millionths,
                change: point.change.millionths
            )
        }
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

/// How a user's total went in a day, a week or a month.
public struct PointsSummaryPoint: Hashable, Sendable {
    /// The first date.
    public let date: CivilDate
    /// The total at the end.
    public let total: Int64
    /// What was added.
    public let change: Int64
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
    ///
    /// Only what is not in use any more has to be looked up.
    fileprivate func awards(
        _ rows: [(user: UserKey, row: PointsRow)],
        knowing index: PointsIndex = .empty
    ) throws(StorageError) -> [PointsAward] {
        let usedTriggers = Set(rows.compactMap(\.row.trigger))
        let usedBoosts = Set(rows.flatMap { $0.row.detail.boosts.map(\.id) })
        var triggers = index.triggers.filter { usedTriggers.contains($0.id) }
        var boosts = index.boosts.filter { usedBoosts.contains($0.id) }
        triggers += try pointsItems.find(
            PointsTrigger.self,
            usedTriggers.subtracting(triggers.map(\.id)).map(\.number)
        )
        boosts += try pointsItems.find(
            PointsBoost.self,
            usedBoosts.subtracting(boosts.map(\.id)).map(\.number)
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
