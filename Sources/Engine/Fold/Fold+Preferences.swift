import CivilTime

extension Fold {
    /// Takes in what a user chooses.
    func prefer(
        _ command: ChoosePreferences,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> UserPreferences {
        guard var user = snapshot.user else {
            throw .refused(Refusal(.unknownUser(command.userID)))
        }
        // What was chosen may be cleared also while customization is off and it rests.
        if command.customizes, rulebook.primaryStreak?.isCustomizable != true {
            throw .refused(Refusal(.customizationOff))
        }
        user.preferences.notifications.merge(command.notifications) { _, new in new }
        let known = user.preferences.streak.last ?? StreakPreference(from: now)
        var choice = command.applied(to: known)
        let isNew = choice != known
        choice.from = now
        if isNew {
            guard user.preferences.streak.count < EngineLimits.choicesOfUser else {
                throw .refused(Refusal(.tooManyChoices))
            }
            user.preferences.streak.append(choice)
        }
        let isShifted = try startDays(by: command.dayStartsAt, of: &user)
        let hasRested = try rest(by: command, of: &user, in: snapshot)
        guard user != snapshot.user else { return user.preferences }
        user.updatedAt = now
        // What befell the streak until now is told as the user wanted it until now.
        let primary = isNew ? [rulebook.primaryStreak].compactMap { $0 } : []
        let rested = hasRested ? [rulebook.primaryStreak].compactMap { $0 } : primary
        try change(
            isShifted ? rulebook.streaks : rested,
            in: &snapshot,
            by: { snapshot in
                snapshot.profile.user = user
                snapshot.profile.hasChanged = true
                snapshot.tell(Fact(UserFact(kind: .changed, at: now, fields: ["preferences"])))
            },
            rejudging: { loaded, judge throws(Interruption) in
                // What has come ahead of its day may lie after one that is taken off.
                if hasRested { try judge.rejudge(&loaded, from: now, recounting: false) }
            }
        )
        return user.preferences
    }

    /// Has a user's days begin at another time (R18); false when they do already.
    ///
    /// That holds from the user's next midnight on, so that days that have ended stay as they are.
    private func startDays(
        by change: Change<WallTime>,
        of user: inout User
    ) throws(Interruption) -> Bool {
        let known = user.preferences.dayStarts
        let wanted = change.applied(to: known.last?.at)
        guard wanted != known.last?.at else { return false }
        let zone = zone(named: user.zone)
        let today = zone.day(containing: now)
        let midnight = zone.startOfDay(zone.day(after: today))
        // One that does not hold yet never was.
        var starts = known.filter { $0.from < midnight }
        guard starts.count < EngineLimits.choicesOfUser else {
            throw .refused(Refusal(.tooManyChoices))
        }
        if wanted != starts.last?.at {
            starts.append(UserPreferences.DayStart(from: midnight, at: wanted))
        }
        user.preferences.dayStarts = starts
        return true
    }
}
