public import Catalogue
public import CivilTime
public import Engine
public import Storage

/// Derives users' streaks as of now from what is stored, inside one read.
public struct StreakReader {
    /// Where it reads.
    public let connection: any Connection
    let rulebook: Rulebook
    let zones: ZoneDatabase
    /// The workspace's now.
    public let now: Instant

    /// What reads the streaks of a workspace on a connection, as of the workspace's now.
    public init(_ connection: any Connection, _ view: WorkspaceView, _ zones: ZoneDatabase) {
        self.connection = connection
        self.zones = zones
        rulebook = view.rulebook
        now = view.now
    }

    /// What looks up what the streaks of users follow from.
    public var users: StreakUsers {
        users(under: rulebook.amnesties)
    }

    /// What looks up the same, if other amnesties were set up than there are.
    public func users(under amnesties: [StreakAmnesty]) -> StreakUsers {
        StreakUsers(
            connection,
            defaultStays: rulebook.defaultStays,
            zones: zones,
            amnesties: amnesties
        )
    }

    /// A user's streak, with some of its last periods.
    public func streak(
        _ definition: StreakDefinition,
        of key: UserKey,
        _ subject: StreakUser,
        historyCount: Int = 0
    ) throws(StorageError) -> UserStreak {
        let judge = subject.judge(of: definition)
        let limit = Self.limit(historyCount)
        let periods = try periods(of: key, definition, subject, judge, limit: limit)
        return try streak(definition, of: key, subject, periods, historyCount: historyCount)
    }

    /// How many periods a history takes: one more tells where the streak stood before the first one
    /// shown.
    static func limit(_ historyCount: Int) -> Int { max(1, historyCount) + 1 }

    /// A user's streak of which the newest periods were asked for before the user was known; some of
    /// those may not have begun where the user is.
    func streak(
        _ definition: StreakDefinition,
        of key: UserKey,
        _ subject: StreakUser,
        guessing stored: LoadedPeriods?,
        historyCount: Int
    ) throws(StorageError) -> UserStreak {
        let judge = subject.judge(of: definition)
        if let newest = stored?.periods.last, newest.opens > judge.lastPeriod(at: now) {
            return try streak(definition, of: key, subject, historyCount: historyCount)
        }
        let periods = try current(stored, of: key, definition, subject, judge)
        return try streak(definition, of: key, subject, periods, historyCount: historyCount)
    }

    private func streak(
        _ definition: StreakDefinition,
        of key: UserKey,
        _ subject: StreakUser,
        _ periods: [StreakPeriod],
        historyCount: Int
    ) throws(StorageError) -> UserStreak {
        let judge = subject.judge(of: definition)
        let limit = Self.limit(historyCount)
        let streak = streak(definition, subject, judge, periods, historyCount: historyCount)
        // Rarely, a run is kept for long by periods in which too little happened.
        let more = ReadingLimits.periodsOfLastExtension
        guard streak.isSearching, periods.count == limit, limit < more else { return streak }
        let older = try self.periods(of: key, definition, subject, judge, limit: more)
        return self.streak(definition, subject, judge, older, historyCount: historyCount)
    }

    /// A streak that follows from some of its newest periods.
    func streak(
        _ definition: StreakDefinition,
        _ subject: StreakUser,
        _ judge: StreakJudge,
        _ periods: [StreakPeriod],
        historyCount: Int = 0
    ) -> UserStreak {
        let state = judge.state(of: periods, at: now)
        let isSwitchedOff = subject.isSwitchedOff(definition)
        let shown = isSwitchedOff ? state.switchedOff : state
        return UserStreak(
            definition: definition.held(for: subject.key),
            subject: subject,
            state: shown,
            isSwitchedOff: isSwitchedOff,
            history: judge.history(of: shown, count: historyCount, at: now)
        )
    }

    /// What a user did on some dates of metrics that count, where the periods of a streak do not
    /// tell: they may be counted only until they are satisfied.
    func days(
        of key: UserKey,
        _ metrics: Set<MetricID>,
        over dates: ClosedRange<CivilDate>
    ) throws(StorageError) -> [MetricID: [MetricDay]] {
        var days: [MetricID: [MetricDay]] = [:]
        for metric in metrics {
            days[metric] = try connection.metricDays.days(of: key, metric: metric, in: dates)
        }
        return days
    }

    /// The newest periods of a streak that have begun, oldest first, counted by the rules as they
    /// are now.
    public func periods(
        of key: UserKey,
        _ definition: StreakDefinition,
        _ subject: StreakUser,
        _ judge: StreakJudge,
        limit: Int
    ) throws(StorageError) -> [StreakPeriod] {
        let stored = try connection.streakPeriods.loaded(
            of: key,
            definition.id,
            through: judge.lastPeriod(at: now),
            limit: limit
        )
        return try current(stored, of: key, definition, subject, judge)
    }

    /// What is stored of a streak, counted by the rules as they are now.
    private func current(
        _ stored: LoadedPeriods?,
        of key: UserKey,
        _ definition: StreakDefinition,
        _ subject: StreakUser,
        _ judge: StreakJudge
    ) throws(StorageError) -> [StreakPeriod] {
        let loaded = stored ?? LoadedPeriods(user: key, definition: definition.id)
        guard subject.hasToRecount(loaded, of: definition, by: judge) else {
            return loaded.periods
        }
        return try recount(key, definition, subject, judge)
    }

    /// The periods of a streak that was counted by other rules than those of now.
    public func recount(
        _ key: UserKey,
        _ definition: StreakDefinition,
        _ subject: StreakUser,
        _ judge: StreakJudge
    ) throws(StorageError) -> [StreakPeriod] {
        let chosen = subject.user?.preferences.chosenMetrics ?? []
        let events = try connection.events.happened(
            to: key,
            metrics: definition.sourceMetrics.union(chosen),
            in: .distantPast ..< .distantFuture
        )
        return judge.periods(of: events.map(StreakActivity.init))
    }
}
