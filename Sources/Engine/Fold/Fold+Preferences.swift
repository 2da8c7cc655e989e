extension Fold {
    /// Takes in what a user chooses.
    func prefer(
        _ draft: PreferenceDraft,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> UserPreferences {
        guard var user = snapshot.user else { throw .refused(.unknownUser(draft.userID)) }
        let isCustomizing =
            draft.requiresEverySource != nil || draft.sources != nil || draft.daysOff != nil
        if isCustomizing, rulebook.primaryStreak?.isCustomizable != true {
            throw .refused(.customizationOff)
        }
        user.preferences.notifications.merge(draft.notifications) { _, new in new }
        var choice = user.preferences.streak.last ?? StreakPreference(from: now)
        choice.from = now
        choice.isEnabled = draft.isStreakEnabled ?? choice.isEnabled
        choice.requiresEverySource = draft.requiresEverySource ?? choice.requiresEverySource
        choice.sources = draft.sources ?? choice.sources
        choice.daysOff = draft.daysOff ?? choice.daysOff
        // A choice that changes nothing is none; so one whose commit was not heard is kept once.
        var last = user.preferences.streak.last
        last?.from = now
        if isCustomizing || draft.isStreakEnabled != nil, choice != last {
            guard user.preferences.streak.count < EngineLimits.choicesOfUser else {
                throw .refused(.tooManyChoices)
            }
            user.preferences.streak.append(choice)
        }
        guard user != snapshot.user else { return user.preferences }
        user.updatedAt = now
        // What befell the streak until now is told as the user wanted it until now.
        let touched = user.preferences.streak.last?.from == now ? rulebook.primaryStreak : nil
        try change(
            [touched].compactMap { $0 },
            in: &snapshot,
            by: { snapshot in
                snapshot.user = user
                snapshot.changes.hasUserChanged = true
            },
            rejudging: { _, _ throws(StreakGap) in }
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
