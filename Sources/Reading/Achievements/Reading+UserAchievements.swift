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
                metric,
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
    fileprivate func achievements(
        of profile: UserProfile,
        _ metric: MetricID?,
        _ rulebook: Rulebook,
        streakLength: Int,
        today: CivilDate
    ) throws(StorageError) -> UserAchievements {
        let totals =
            if let metric {
                [metric: try metricDays.total(of: profile.key, metric: metric)]
            } else {
                try metricDays.totals(of: profile.key)
            }
        let isEmpty = rulebook.achievements.isEmpty
        return UserAchievements(
            profile: profile,
            completions: isEmpty ? [:] : try completions.all(of: profile.key),
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
        let places = Set(
            thresholds.compactMap { threshold -> FilteredTotalPlace? in
                guard let filter = threshold.filter, totals[threshold.metric] != nil else {
                    return nil
                }
                return FilteredTotalPlace(user: user, metric: threshold.metric, filter: filter)
            }
        )
        return try filteredTotals.totals(at: Array(places)) { _, carried in
            rulebook.eventAttributes(carried)
        }[user] ?? [:]
    }
}
