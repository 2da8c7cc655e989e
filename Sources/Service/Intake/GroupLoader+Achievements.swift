import CivilTime
import Engine
import Storage

extension GroupLoader {
    /// What the commands of a group need of users' achievements, as far as that is known before
    /// totals are.
    func achievementNeeds(
        of group: [Pending],
        users: [UserKey: User],
        attributes: [UserKey: [AttributeID: String]],
        events: [UserKey: [Event]]
    ) -> AchievementNeeds {
        var needs = AchievementNeeds(users: users, attributes: attributes)
        for pending in group {
            guard let place = workspaces[pending.workspace] else { continue }
            for touch in pending.touches {
                needs.add(
                    touch,
                    rulebook: place.rulebook,
                    now: place.workspace.clockAt ?? moment,
                    events: events
                )
            }
        }
        return needs
    }

    /// Loads users' achievements, and the attributes that they are filtered by.
    func loadAchievements(
        _ needs: inout AchievementNeeds,
        days: [UserKey: [MetricID: MetricDay]],
        attributes: inout [UserKey: [AttributeID: String]],
        known: Set<UserKey>,
        ownEvents: [EventID]
    ) throws(StorageError) -> [UserKey: AchievementState] {
        guard !needs.isEmpty else { return [:] }
        // Who has no day of a metric has no event of it, and so nothing to add up.
        let places = needs.filterPlaces.filter { days[$0.user]?[$0.metric] != nil }
        let totals = try connection.filteredTotals.totals(at: places) { user, carried in
            owners[user].flatMap { workspaces[$0]?.rulebook.eventAttributes(carried) } ?? [:]
        }
        needs.addPassed(days, totals)
        needs.addJudged(days, totals)
        let missing = needs.filteredUsers.filter { !known.contains($0) }
        if !missing.isEmpty {
            attributes.merge(try connection.users.attributes(of: missing)) { $1 }
        }
        var completions = try connection.completions.find(needs.completions)
        if isRetry {
            for (user, own) in try connection.completions.find(ledToBy: ownEvents) {
                completions[user, default: [:]].merge(own) { $1 }
            }
        }
        var states: [UserKey: AchievementState] = [:]
        for user in needs.ofStreaks.union(totals.keys).union(completions.keys) {
            var state = AchievementState(
                completions: completions[user] ?? [:],
                filteredTotals: totals[user] ?? [:]
            )
            state.knowsStreaks = needs.ofStreaks.contains(user)
            states[user] = state
        }
        return states
    }
}
