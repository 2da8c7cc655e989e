import Catalogue
import CivilTime
import Engine
import JSONText
import Reading
import Wire

extension TrophyBodies {
    /// What is told when a reminder is due.
    func content(
        of reminder: ReminderFact,
        _ profile: UserProfile?,
        in view: WorkspaceView
    ) async throws -> TrophyContent? {
        guard let profile else { return nil }
        switch reminder.reminder {
        // As it was then: who is told late is not told of a streak that has ended meanwhile.
        case .streakReminder:
            return try await streak(of: profile.user.id, in: view.seen(at: reminder.at))
        case .achievement:
            return achievement(reminder.subject, at: reminder.at, in: view)
        case .recap: return recap(reminder.period, in: view)
        case .reactivation: return reactivation(reminder, of: profile.user, in: view)
        case .streakAtRisk: return nil
        }
    }

    private func streak(of user: String, in view: WorkspaceView) async throws -> TrophyContent? {
        guard let definition = view.rulebook.primaryStreak else { return nil }
        let streak = try await reading.streak(
            definition,
            of: user,
            in: view,
            historyCount: StreakLimits.defaultHistoryPeriods
        )
        let rank = try await reading.rank(
            ofLength: streak.state.length,
            of: definition,
            in: view.id
        )
        return { object in
            object.object("streak") { object in
                StreakWire.write(streak, rank: rank, at: view.now, to: &object)
            }
        }
    }

    private func recap(_ period: String, in view: WorkspaceView) -> TrophyContent? {
        guard let first = try? CivilDate(iso8601: period) else { return nil }
        let last =
            switch WorkspaceSettings(of: view.workspace).aggregationPeriod {
            case .weekly: first.adding(days: 6)
            case .monthly: first.adding(months: 1).adding(days: -1)
            }
        return { object in
            object.object("recap") { object in
                object.field("periodStart", first.iso8601)
                object.field("periodEnd", last.iso8601)
            }
        }
    }

    /// The period of a silence names its first day.
    private func reactivation(
        _ reminder: ReminderFact,
        of user: User,
        in view: WorkspaceView
    ) -> TrophyContent? {
        let start = reminder.period.prefix { $0 != "/" }
        guard let day = try? CivilDate(iso8601: String(start)) else { return nil }
        let name = user.zone ?? view.rulebook.defaultZone
        let zone = (try? reading.zone(named: name)) ?? .utc
        let silent = zone.civilDate(at: reminder.at).dayNumber - day.dayNumber
        return { object in
            object.object("reactivation") { object in
                object.field("messageNumber", reminder.number)
                object.field("daysSinceLastActive", Int(silent))
            }
        }
    }
}
