public import Catalogue
import CivilTime
public import Engine
import ServiceRuntime
import Storage

/// A user's streak, and why it stands where it stands.
public struct StreakExplanation: Sendable {
    /// The streak.
    public let streak: UserStreak
    /// The rule that holds for the user now: the streak's, as far as the user has not chosen
    /// otherwise.
    public let rule: StreakRule
    /// Every period of its last run.
    public let account: StreakAudit
}

extension Reading {
    /// Explains a user's streak by at most so many periods of its last run, the newest; or of earlier
    /// runs as well.
    public func explain(
        _ definition: StreakDefinition,
        of id: String,
        in view: WorkspaceView,
        periodCount: Int,
        withEarlierRuns: Bool = false
    ) async throws -> StreakExplanation {
        try await database.readSlowly { [keyring, zones] (connection) throws(StorageError) in
            guard let (key, user) = try connection.user(id, in: view.id, keyring: keyring)
            else { return nil as StreakExplanation? }
            let reader = StreakReader(connection, view, zones)
            let subject = try reader.users.find(key, user)
            let judge = subject.judge(of: definition)
            // One more tells where the streak stood before, and one more that there is an older run.
            let limit = periodCount + 2
            let periods = try reader.periods(of: key, definition, subject, judge, limit: limit)
            var account = judge.account(
                of: periods,
                isWhole: periods.count != limit,
                limit: periodCount,
                withEarlierRuns: withEarlierRuns,
                at: view.now
            )
            let rule = judge.timeline.rule
            if judge.timeline.countsUntilSatisfied, let dates = account.dates {
                let metrics = account.metrics.union(rule.metrics)
                let days = try reader.days(of: key, metrics, over: dates)
                account = account.counting(days, under: rule)
            }
            var streak = reader.streak(definition, subject, judge, periods)
            if !streak.isSwitchedOff { streak.state = account.state }
            return StreakExplanation(
                streak: streak,
                rule: rule,
                account: account
            )
        }.found(id)
    }
}
