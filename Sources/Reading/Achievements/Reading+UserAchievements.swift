public import Catalogue
import CivilTime
public import Engine
import Intake
import ServiceRuntime
import Storage

extension Reading {
    /// How many users have each of a workspace's achievements.
    public func achievementCounts(in workspace: WorkspaceID) async throws -> AchievementCounts {
        try await database.read { (connection) throws(StorageError) in
            AchievementCounts(
                completions: try connection.completions.counts(in: workspace),
                users: try connection.userCounts.count(in: workspace)
            )
        }
    }

    /// A user's achievements; an anniversary that has come since anybody looked is recorded first.
    ///
    /// With a metric, only its total is told, and how far the user has come towards its thresholds.
    public func achievements(
        of id: String,
        metric: MetricID? = nil,
        in view: WorkspaceView
    ) async throws -> UserAchievements {
        let found = try await readAchievements(of: id, metric, in: view)
        guard found.hasAnniversaryDue else { return found }
        _ = try await intake.submit(JudgeAchievements([], of: found.profile.key), in: view.id)
        return try await readAchievements(of: id, metric, in: view)
    }

    private func readAchievements(
        of id: String,
        _ metric: MetricID?,
        in view: WorkspaceView
    ) async throws -> UserAchievements {
        let body: @Sendable (any Connection) throws(StorageError) -> UserAchievements? = {
            [keyring, zones] (connection) throws(StorageError) in
            let guess = try connection.guessAchievements(of: id, metric, in: view, keyring)
            guard let profile = try connection.profile(id, in: view.id, keyring: keyring)
            else { return nil }
            let zone = try? zones.zone(named: profile.user.zone ?? view.rulebook.defaultZone)
            let fold = Fold(rulebook: view.rulebook, zones: zones, now: view.now)
            let isAsked = metric == nil && !view.rulebook.achievements.ofStreaks.isEmpty
            let lengths =
                isAsked
                ? try StreakLengths(connection: connection, fold: fold, workspace: view.id)
                    .lengths(of: [profile.key: profile.user]) : [:]
            return try connection.achievements(
                of: profile,
                guess,
                view.rulebook,
                streakLength: lengths[profile.key]?.now ?? 0,
                today: (zone ?? .utc).civilDate(at: view.now)
            )
        }
        // A filter's total may have to be added up from every event of the user, and a streak from
        // periods long ago.
        let index = view.rulebook.achievements
        guard index.hasFilters || !index.ofStreaks.isEmpty else {
            return try await database.read(body).found(id)
        }
        return try await database.readSlowly(body).found(id)
    }
}

extension UserAchievements {
    fileprivate var hasAnniversaryDue: Bool {
        rulebook.achievements.anniversaries.contains { achievement in
            guard case .anniversary(let years) = achievement.trigger,
                let signUpOn = profile.user.signUpOn
            else { return false }
            return completions[achievement.id] == nil
                && achievement.userFilter.matches(profile.attributes)
                && signUpOn.adding(months: 12 * years) <= today
        }
    }
}

extension Connection {
    /// Asks for the totals and completions of a user, with whatever is asked for next.
    fileprivate func guessAchievements(
        of id: String,
        _ metric: MetricID?,
        in view: WorkspaceView,
        _ keyring: UserKeyring
    ) throws(StorageError) -> AchievementGuess {
        let totals = try guess(id, in: view.id, keyring) { [metricDays] key in
            guard let metric else { return metricDays.totalsLookup(of: key) }
            return metricDays.totalLookup(of: key, metric: metric).map { [metric: $0] }
        }
        guard !view.rulebook.achievements.isEmpty else {
            return AchievementGuess(totals: totals, completions: nil)
        }
        let reached = try guess(id, in: view.id, keyring) { [completions] key in
            completions.allLookup(of: [key])
        }
        return AchievementGuess(totals: totals, completions: reached)
    }

    fileprivate func achievements(
        of profile: UserProfile,
        _ guess: AchievementGuess,
        _ rulebook: Rulebook,
        streakLength: Int,
        today: CivilDate
    ) throws(StorageError) -> UserAchievements {
        let key = profile.key
        let totals = try guess.totals.value(for: key)
        let isEmpty = rulebook.achievements.isEmpty
        return UserAchievements(
            profile: profile,
            completions: try guess.completions?.value(for: key)[key] ?? [:],
            totals: totals,
            filteredTotals: isEmpty ? [:] : try filteredTotals(of: profile.key, totals, rulebook),
            streakLength: streakLength,
            rulebook: rulebook,
            today: today
        )
    }

    /// A user's totals of every filter that an achievement has.
    fileprivate func filteredTotals(
        of user: UserKey,
        _ totals: [MetricID: Amount],
        _ rulebook: Rulebook
    ) throws(StorageError) -> [EventFilterID: Amount] {
        let thresholds = rulebook.achievements.all.compactMap(\.trigger.threshold)
        let keys = Set(
            thresholds.compactMap { threshold -> FilteredTotalKey? in
                guard let filter = threshold.filter, totals[threshold.metric] != nil else {
                    return nil
                }
                return FilteredTotalKey(user: user, metric: threshold.metric, filter: filter)
            }
        )
        return try filteredTotals.totals(at: Array(keys)) { _, carried in
            rulebook.eventAttributes(carried)
        }[user] ?? [:]
    }
}

/// What was asked about a user's achievements before the user's row was read.
private struct AchievementGuess {
    let totals: UserGuess<[MetricID: Amount]>
    let completions: UserGuess<[UserKey: [AchievementID: Completion]]>?
}
