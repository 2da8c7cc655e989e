extension Fold {
    /// Takes in what a user chooses.
    func prefer(
        _ command: ChoosePreferences,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> UserPreferences {
        guard var user = snapshot.user else { throw .refused(.unknownUser(command.userID)) }
        // What was chosen may be cleared also while customization is off and it rests.
        if command.customizes, rulebook.primaryStreak?.isCustomizable != true {
            throw .refused(.customizationOff)
        }
        user.preferences.notifications.merge(command.notifications) { _, new in new }
        let known = user.preferences.streak.last ?? StreakPreference(from: now)
        var choice = command.applied(to: known)
        let isNew = choice != known
        choice.from = now
        if isNew {
            guard user.preferences.streak.count < EngineLimits.choicesOfUser else {
                throw .refused(.tooManyChoices)
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

extension Refusal {
    /// Users may not choose what counts.
    static let customizationOff = Refusal(
        .forbidden,
        """
        Streak customization is off: users may only switch their streak on or off \
        (streak.enabled). Turn it on with PATCH /admin/v1/streaks/settings \
        {"customizationEnabled": true}.
        """
    )

    static let tooManyChoices = Refusal(
        .invalidValue,
        "The user's streak has been customized \(EngineLimits.choicesOfUser) times already."
    )
}
