import CivilTime

extension Fold {
    /// Whether time has brought something to a user's balances that nobody has given yet, or has to
    /// begin.
    public func hasPointsDue(_ balances: [PointsBalance]) -> Bool {
        rulebook.points.systems.contains { system in
            let known = balances.first { $0.system == system.id }
            let balance = known ?? PointsBalance(system: system.id)
            if let at = balance.dueAt, at <= now { return true }
            if balance.earned > 0, balance.expiresAfterDays != system.expiresAfterDays {
                return true
            }
            let waiting = rulebook.points.timeTriggers + rulebook.points.pastTriggers
            return waiting.contains { trigger in
                // Somebody may have settled by rules that are newer than these.
                trigger.system == system.id
                    && balance.triggers[trigger.id]?.activation ?? 0 < trigger.activations
            }
        }
    }
}
