extension Fold {
    /// Completes the achievement that a call names; a second call is told of the first.
    func complete(
        _ command: CompleteAchievement,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> CompletedAchievement {
        try followingMove(by: command.userChange, in: &snapshot) { snapshot throws(Interruption) in
            try completeByCall(command, in: &snapshot)
        }
    }

    private func completeByCall(
        _ command: CompleteAchievement,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> CompletedAchievement {
        guard let achievement = rulebook.achievements.achievement(key: command.achievementKey),
            achievement.status != .inactive
        else { throw .refused(Refusal(.unknownAchievement(command.achievementKey))) }
        try change(userID: command.userID, by: command.userChange, in: &snapshot)
        if let known = try snapshot.completion(of: achievement.id) {
            var completed = CompletedAchievement(
                achievement: achievement,
                achievedAt: known.achievedAt
            )
            completed.isRepeated = true
            return completed
        }
        guard achievement.status == .active else {
            throw .refused(Refusal(.lockedAchievement(command.achievementKey)))
        }
        guard try isOpen(achievement.userFilter, to: snapshot) else {
            throw .refused(Refusal(.closedAchievement(command.achievementKey)))
        }
        snapshot.complete(
            achievement,
            Completion(achievement: achievement.id, achievedAt: now)
        )
        try conclude([achievement], in: &snapshot)
        return CompletedAchievement(achievement: achievement, achievedAt: now)
    }

    /// Completes what the user has what it takes for already, and tells it as backdated.
    func judge(
        _ achievements: [AchievementID],
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [CompletedAchievement] {
        guard snapshot.user != nil else { throw .refused(Refusal(.unknownUser(""))) }
        let index = rulebook.achievements
        let asked = achievements.compactMap { index.achievement($0, for: snapshot.key) }
        let ofStreaks = asked.filter { $0.trigger.kind == .streak }
        let toldCount = snapshot.facts.told.count
        defer { snapshot.backdateFacts(after: toldCount) }
        var reached = try achievementsDue(
            among: asked.filter { $0.trigger.kind != .streak },
            in: &snapshot
        )
        reached += try anniversariesReached(in: &snapshot)
        if !ofStreaks.isEmpty {
            reached += try lengthsReached(among: ofStreaks, tellingOf: nil, in: &snapshot)
        }
        let completed = try conclude(reached, in: &snapshot)
        try givePoints(in: &snapshot)
        return completed
    }

    /// Completes what a user reaches by what was told; of the event that it came with, if any.
    ///
    /// What asks for a streak waits until the streak has been judged.
    func judgeUser(
        changed attributes: some Sequence<AttributeID>,
        tellingOf number: Int64?,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard !rulebook.achievements.isEmpty else { return }
        var asking: [AchievementID: Achievement] = [:]
        for attribute in attributes {
            for achievement in rulebook.achievements.asking(for: attribute)
            where achievement.arm?.admits(snapshot.key) ?? true {
                asking[achievement.id] = achievement
            }
        }
        if asking.values.contains(where: { $0.trigger.kind == .streak }) {
            snapshot.achievements.awaitsStreak = true
        }
        let reached = try achievementsDue(
            among: asking.values.sorted { $0.id < $1.id },
            tellingOf: number,
            in: &snapshot
        )
        try conclude(reached, by: number, in: &snapshot)
        try conclude(try anniversariesReached(in: &snapshot), in: &snapshot)
    }
}
