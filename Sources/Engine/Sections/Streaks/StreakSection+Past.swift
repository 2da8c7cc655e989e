import CivilTime

extension StreakSection {
    /// The periods from the earliest on in which events of the past happened, of each streak.
    public static func foreseeMore(
        _ touches: [UserTouch],
        of snapshot: Snapshot,
        in fold: Fold,
        _ wants: inout Set<Want>
    ) {
        guard !fold.rulebook.streaks.isEmpty else { return }
        var earliest: [StreakDefinitionID: Instant] = [:]
        for touch in touches {
            guard case .event(let draft, _) = touch, let occurredAt = draft.occurredAt,
                let metric = fold.rulebook.metric(key: draft.metricKey)?.id
            else { continue }
            for definition in fold.rulebook.streaks(of: metric) {
                let known = earliest[definition.id] ?? .distantFuture
                earliest[definition.id] = min(known, occurredAt)
            }
        }
        for (id, moment) in earliest {
            if let want = snapshot.pastWanted(of: id, since: moment, in: fold) {
                wants.insert(.periods(want, of: snapshot.key))
            }
        }
    }
}

extension Snapshot {
    /// What an event of a moment will want of a streak, if that is more than what is known.
    fileprivate func pastWanted(
        of id: StreakDefinitionID,
        since moment: Instant,
        in fold: Fold
    ) -> WantedPeriods? {
        guard let known = streaks.periods[id], !known.isWhole, let first = known.periods.first,
            let definition = fold.rulebook.streak(id: id),
            let judge = try? fold.judge(of: definition, for: self),
            judge.timeline.revision == known.revision,
            let period = judge.period(at: moment), period < first.opens
        else { return nil }
        return WantedPeriods(definition: id, before: period, activities: nil, metrics: [])
    }
}
