import Catalogue
import CivilTime
import Engine
import Storage

extension ReminderScene {
    /// What an entry of the due list is about, as of now; nothing when there is nothing to decide, so
    /// that it is only looked at again later.
    func occasion(of entry: DueEntry, _ kind: ReminderKind) -> ReminderOccasion? {
        guard let user = user(entry.user) else { return nil }
        switch kind {
        case .streakReminder, .streakAtRisk: return streakOccasion(of: entry, kind)
        case .recap:
            return ReminderOccasion.recap(before: view.now, of: recapUnit, in: user.zone)
        case .reactivation:
            return silentSince(entry.user).flatMap { day in
                ReminderOccasion.reactivation(
                    silentSince: day,
                    after: settings[kind].afterDays,
                    at: view.now,
                    in: user.zone
                )
            }
        case .achievement:
            guard let achievement = achievement(entry.subject) else { return nil }
            return ReminderOccasion.achievement(
                achievement.publicID,
                reachedAt: Instant(microseconds: entry.detail)
            )
        }
    }

    private func streakOccasion(of entry: DueEntry, _ kind: ReminderKind) -> ReminderOccasion? {
        guard let definition, definition.id.number == entry.subject,
            let search = search(kind, of: entry.user), let user = user(entry.user)
        else { return nil }
        let occasion = search.current(
            at: view.now,
            isSwitchedOff: user.isSwitchedOff(definition)
        )
        // It was looked at before anything is due in its period, to see what comes after it.
        let moment = occasion.moment(in: user.zone, avoiding: settings.quietHours)
        if occasion.objection != nil, let moment, view.now < moment { return nil }
        return occasion
    }

    /// The public id of what a reminder is about.
    func subject(of kind: ReminderKind, _ number: Int64) -> String? {
        switch kind {
        case .streakReminder, .streakAtRisk: definition?.publicID
        case .achievement: achievement(number)?.publicID
        case .recap, .reactivation: nil
        }
    }

    /// The achievement with a number, while it is in use.
    func achievement(_ number: Int64) -> Achievement? {
        view.rulebook.achievements.all.first { $0.id.number == number }
    }
}
