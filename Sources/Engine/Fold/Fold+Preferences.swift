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
        guard user != snapshot.user else { return user.preferences }
        user.updatedAt = now
        // What befell the streak until now is told as the user wanted it until now.
        let touched = isNew ? rulebook.primaryStreak : nil
        try change(
            [touched].compactMap { $0 },
            in: &snapshot,
            by: { snapshot in
                snapshot.profile.user = user
                snapshot.profile.hasChanged = true
                snapshot.tell(Fact(UserFact(kind: .changed, at: now, fields: ["preferences"])))
            },
            rejudging: { _, _ throws(Interruption) in }
        )
        return user.preferences
    }
}
