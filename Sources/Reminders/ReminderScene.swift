import Catalogue
import CivilTime
import Engine
import Reading
import Storage

/// What there is to know of some users of one workspace to remind them, as of now.
struct ReminderScene {
    let view: WorkspaceView
    let settings: ReminderSettings
    /// The streak that users are reminded of.
    let definition: StreakDefinition?
    private var users: [UserKey: StreakUser] = [:]
    private var periods: [UserKey: [StreakPeriod]] = [:]
    private var suppressed: Set<UserKey> = []
    private var counts: [UserKey: [CivilDate: Int]] = [:]
    private var lastDays: [UserKey: CivilDate] = [:]

    /// Reads what is known of users.
    init(
        _ keys: [UserKey],
        in view: WorkspaceView,
        _ zones: ZoneDatabase,
        on connection: any Connection
    ) throws(StorageError) {
        self.view = view
        settings = WorkspaceSettings(of: view.workspace).reminders
        definition = view.rulebook.primaryStreak
        let keys = Array(Set(keys))
        guard !keys.isEmpty else { return }
        let reader = StreakReader(connection, view, zones)
        let rows = try connection.users.rows(of: keys).filter { $0.workspace == view.id }
        users = try reader.users.find(rows)
        if let definition { periods = try Self.periods(of: definition, users, reader, connection) }
        lastDays = try connection.metricDays.lastDays(of: keys)
        try findSuppressed(rows, on: connection)
        // A week begins on Monday; days begin up to a day earlier elsewhere.
        let monday = Zone.utc.civilDate(at: view.now).adding(days: -8)
        counts = try connection.reminders.counts(of: keys, from: monday)
    }

    private static func periods(
        of definition: StreakDefinition,
        _ users: [UserKey: StreakUser],
        _ reader: StreakReader,
        _ connection: any Connection
    ) throws(StorageError) -> [UserKey: [StreakPeriod]] {
        let newest = try connection.streakPeriods.newest(
            of: users.keys.map { ($0, definition.id) }
        )
        var found: [UserKey: [StreakPeriod]] = [:]
        for (key, user) in users {
            let judge = user.judge(of: definition)
            let loaded = newest[key]?.first { $0.definition == definition.id }
            let stored = loaded ?? LoadedPeriods(user: key, definition: definition.id)
            let isAhead =
                stored.periods.last.map { $0.opens > judge.lastPeriod(at: reader.now) } ?? false
            if isAhead || user.hasToRecount(stored, of: definition, by: judge) {
                found[key] = try reader.periods(of: key, definition, user, judge, limit: 2)
            } else {
                found[key] = stored.periods
            }
        }
        return found
    }

    private mutating func findSuppressed(
        _ rows: [UserRow],
        on connection: any Connection
    ) throws(StorageError) {
        var byDigest: [String: [UserKey]] = [:]
        for row in rows {
            guard let email = row.user?.email else { continue }
            byDigest[MailAddress.digest(of: email), default: []].append(row.key)
        }
        for digest in try connection.suppressions.find(byDigest.keys, in: view.id) {
            suppressed.formUnion(byDigest[digest] ?? [])
        }
    }
}

// MARK: - Reading it

extension ReminderScene {
    func user(_ key: UserKey) -> StreakUser? { users[key] }

    /// What decides of a user's reminders, when so many were decided a moment ago that are not
    /// stored yet.
    func judge(of key: UserKey, besides unstored: Int = 0) -> ReminderJudge? {
        guard let streakUser = users[key], let user = streakUser.user else { return nil }
        let today = streakUser.zone.civilDate(at: view.now)
        let monday = today.startOfWeek(weekStart: 1)
        let counts = counts[key] ?? [:]
        return ReminderJudge(
            settings: settings,
            user: user,
            zone: streakUser.zone,
            isSuppressed: suppressed.contains(key),
            sentToday: unstored + (counts[today] ?? 0),
            sentThisWeek: unstored
                + counts.filter { $0.key >= monday && $0.key <= today }.values.reduce(0, +)
        )
    }

    /// The same of a reminder that counts already.
    func judgeOfDecided(_ key: UserKey) -> ReminderJudge? {
        judge(of: key).map { judge in
            ReminderJudge(
                settings: settings,
                user: judge.user,
                zone: judge.zone,
                isSuppressed: judge.isSuppressed
            )
        }
    }

    /// What finds the reminders of a user's streak.
    func search(_ kind: ReminderKind, of key: UserKey) -> StreakReminderSearch? {
        guard let definition, let user = users[key] else { return nil }
        return StreakReminderSearch(
            kind,
            settings,
            of: user.judge(of: definition),
            periods[key] ?? [],
            in: user.zone
        )
    }

    /// The day since which a user has done nothing.
    func silentSince(_ key: UserKey) -> CivilDate? {
        guard let streakUser = users[key], let user = streakUser.user else { return nil }
        return lastDays[key] ?? streakUser.zone.civilDate(at: user.createdAt)
    }

    /// Weeks or months, whichever are summed up here.
    var recapUnit: CalendarUnit {
        WorkspaceSettings(of: view.workspace).recapUnit
    }
}
