extension Fact {
    /// That a user reached an achievement.
    ///
    /// It is told with the row that says so, and so once, whatever reached it. What was reached
    /// because an achievement was looked at anew, and not because its user did something, is told
    /// as backdated: whoever congratulates people leaves it out.
    init(_ completion: Completion, of achievement: Achievement, by user: UserKey) {
        var payload = FactPayload()
        payload.add("achievementId", .text(achievement.publicID))
        if case .api(let key) = achievement.trigger { payload.add("key", .text(key)) }
        payload.add("name", .text(achievement.name))
        payload.add("trigger", .text(achievement.trigger.kind.rawValue))
        payload.add("achievedAt", .instant(completion.achievedAt))
        payload.add(
            "eventId",
            completion.event.map { .text(EventID(number: $0, user: user).description) }
        )
        self.init(
            kind: .achievementCompleted,
            subject: achievement.publicID,
            at: completion.achievedAt,
            payload: payload
        )
    }
}

extension Snapshot {
    /// Gives the user an achievement, and leaves it to be told.
    mutating func complete(_ achievement: Achievement, _ completion: Completion) {
        achievements.complete(completion)
        tell(Fact(completion, of: achievement, by: key))
    }

    /// Says of the achievements told after so many facts that nothing new reached them.
    mutating func backdateFacts(after count: Int) {
        for index in changes.facts.indices.dropFirst(count)
        where changes.facts[index].kind == .achievementCompleted {
            changes.facts[index].payload.add("backdated", .bool(true))
        }
    }
}
