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
    /// Says of the achievements and points told after so many facts that nothing new brought them.
    mutating func backdateFacts(after count: Int) {
        facts.backdate(after: count)
    }
}

extension FactSection {
    fileprivate mutating func backdate(after count: Int) {
        let kinds = [.achievementCompleted] + PointsFact.Kind.allCases.map(Fact.Kind.init)
        for index in told.indices.dropFirst(count)
        where kinds.contains(told[index].kind)
            && told[index].payload["backdated"] == nil
        {
            told[index].payload.add("backdated", .bool(true))
        }
    }
}
