import Catalogue
import CivilTime
import Engine
import Reading
import Storage

/// Derives what users add to the roll-ups of their workspace, from what is stored of them.
struct SheetReader {
    private let connection: any Connection
    private let basis: RollUpBasis
    private let zones: ZoneDatabase
    private let streaks: StreakReader

    init(_ connection: any Connection, _ view: WorkspaceView, _ zones: ZoneDatabase) {
        self.connection = connection
        self.zones = zones
        basis = RollUpBasis(view)
        streaks = StreakReader(connection, view, zones)
    }

    /// The sheets of some users; nobody who has been erased has one.
    func sheets(of rows: [UserRow]) throws(StorageError) -> [UserKey: UserSheet] {
        let rows = rows.filter { $0.user != nil }
        guard !rows.isEmpty else { return [:] }
        let keys = rows.map(\.key)
        let found = try Found(connection, keys, basis)
        let subjects = try streaks.users.find(rows)
        let ofWorkspace = basis.zones(zones)
        var sheets: [UserKey: UserSheet] = [:]
        for row in rows {
            guard let user = row.user, let subject = subjects[row.key] else { continue }
            var history = UserRecord(
                user: user,
                segments: basis.segments(of: user, with: found.attributes[row.key] ?? [:]),
                zones: subject.zoneHistory,
                workspaceZones: ofWorkspace
            )
            history.activities = found.activities[row.key] ?? []
            history.streaks = try accounts(of: row.key, subject, found.periods[row.key] ?? [:])
            history.completions = Array((found.completions[row.key] ?? [:]).values)
            history.points = found.points[row.key] ?? []
            history.scores = (found.scores[row.key] ?? []).map(whole)
            history.arms = basis.rulebook.experiments.records(of: row.key)
            sheets[row.key] = UserSheet(history) { system, total in
                basis.rulebook.points.level(of: system, at: total)?.id
            }
        }
        return sheets
    }

    /// A score as people see it: of metrics, which are kept in millionths, the whole part.
    private func whole(_ score: UserRecord.Score) -> UserRecord.Score {
        guard case .metric? = basis.rulebook.boards[score.board]?.source else { return score }
        return UserRecord.Score(
            board: score.board,
            run: score.run,
            score: score.score / Amount.scale
        )
    }

    /// The periods of every streak of a user, and what each was found to be.
    private func accounts(
        of user: UserKey,
        _ subject: StreakUser,
        _ stored: [StreakDefinitionID: LoadedPeriods]
    ) throws(StorageError) -> [StreakDefinitionID: [AccountedPeriod]] {
        var accounts: [StreakDefinitionID: [AccountedPeriod]] = [:]
        for definition in basis.rulebook.streaks {
            let judge = subject.judge(of: definition)
            let loaded =
                stored[definition.id] ?? LoadedPeriods(user: user, definition: definition.id)
            let isOutdated = subject.hasToRecount(loaded, of: definition, by: judge)
            let periods =
                isOutdated
                ? try streaks.recount(user, definition, subject, judge) : loaded.periods
            let last = judge.lastPeriod(at: basis.now)
            let account = judge.account(
                of: periods.filter { $0.opens <= last },
                isWhole: true,
                limit: .max,
                withEarlierRuns: true,
                at: basis.now
            )
            if !account.periods.isEmpty { accounts[definition.id] = account.periods }
        }
        return accounts
    }
}

/// What was looked up of some users, together.
private struct Found {
    let attributes: [UserKey: [AttributeID: String]]
    let activities: [UserKey: [UserRecord.Activity]]
    let periods: [UserKey: [StreakDefinitionID: LoadedPeriods]]
    let completions: [UserKey: [AchievementID: Completion]]
    let points: [UserKey: [PointsRow]]
    let scores: [UserKey: [UserRecord.Score]]

    init(
        _ connection: any Connection,
        _ keys: [UserKey],
        _ basis: RollUpBasis
    ) throws(StorageError) {
        let rulebook = basis.rulebook
        let streaks = keys.flatMap { key in rulebook.streaks.map { (key, $0.id) } }
        let carried = basis.eventAttributes.map { (id: $0.id, key: $0.key) }
        let attributes = try connection.ask(connection.users.attributesLookup(of: keys))
        let activities = try connection.ask(
            connection.events.activities(of: keys, carrying: carried)
        )
        let periods =
            streaks.isEmpty
            ? nil : try connection.ask(connection.streakPeriods.whole(of: streaks))
        let completions = try connection.ask(connection.completions.allLookup(of: keys))
        let points = try connection.ask(connection.pointsLedger.whole(of: keys))
        let scores = try connection.ask(connection.boardScores.listed(of: keys))
        self.attributes = try attributes.value()
        self.activities = try activities.value()
        self.periods = try periods?.value() ?? [:]
        self.completions = try completions.value()
        self.points = try points.value()
        self.scores = try scores.value()
    }
}
