import Catalogue
import CivilTime
import Engine
import Storage

extension ReminderScene {
    /// When to look next at each kind of reminder of a user, of those kinds that are on.
    func plan(_ key: UserKey, _ kinds: some Sequence<ReminderKind>) -> [DueEntry] {
        guard let user = user(key)?.user, !user.isControl else { return [] }
        return kinds.filter { settings[$0].isEnabled }.compactMap { kind in
            moment(of: kind, for: key).map { entry(kind, at: $0, of: key) }
        }
    }

    /// The entry that says when to look at a kind; streaks have their definition as the subject.
    func entry(
        _ kind: ReminderKind,
        at moment: Instant,
        of key: UserKey,
        subject: Int64? = nil,
        detail: Int64 = 0
    ) -> DueEntry {
        DueEntry(
            kind: .reminder(kind),
            workspace: view.id,
            subject: subject ?? (kind.isOfStreak ? definition?.id.number ?? 0 : 0),
            user: key,
            at: moment,
            number: 0,
            detail: detail
        )
    }

    private func moment(of kind: ReminderKind, for key: UserKey) -> Instant? {
        guard let user = user(key) else { return nil }
        switch kind {
        case .streakReminder, .streakAtRisk:
            guard let definition, !user.isSwitchedOff(definition) else { return nil }
            return search(kind, of: key)?.next(after: view.now).lookAt
        case .recap:
            let end = ReminderOccasion.nextRecap(after: view.now, of: recapUnit, in: user.zone)
            return ReminderOccasion.recap(before: end, of: recapUnit, in: user.zone)
                .moment(in: user.zone, avoiding: settings.quietHours) ?? end
        case .reactivation:
            return silentSince(key).map { day in
                ReminderOccasion.nextReactivation(
                    silentSince: day,
                    after: settings[kind].afterDays,
                    at: view.now,
                    in: user.zone
                )
            }
        // It is planned when it happens.
        case .achievement: return nil
        }
    }

    /// The entry about an achievement that was reached.
    func plan(
        _ achievement: Achievement,
        reachedAt: Instant,
        by key: UserKey
    ) -> DueEntry? {
        guard settings[.achievement].isEnabled, let user = user(key),
            user.user?.isControl == false
        else { return nil }
        let occasion = ReminderOccasion.achievement(achievement.publicID, reachedAt: reachedAt)
        let moment = occasion.moment(in: user.zone, avoiding: settings.quietHours) ?? reachedAt
        return entry(
            .achievement,
            at: moment,
            of: key,
            subject: achievement.id.number,
            detail: reachedAt.microseconds
        )
    }
}
