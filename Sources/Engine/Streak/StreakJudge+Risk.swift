import CivilTime

extension StreakJudge {
    /// Moments, and among them those at which the streak became at risk; only where a definition
    /// says for how long a streak is that, they are worth telling.
    func withRisks(
        _ moments: [StreakMoment],
        of periods: [StreakPeriod],
        after told: Instant,
        through now: Instant
    ) -> [StreakMoment] {
        guard timeline.rule.atRiskSeconds != nil else { return moments }
        // A run was at risk before it broke, and may be now.
        let ends = moments.filter { $0.kind == .broken }.map { $0.at.adding(microseconds: -1) }
        let risks = (ends + [now]).compactMap { moment in
            self.risk(of: state(of: periods, at: moment))
        }
        let new = risks.filter { $0.at > told && $0.at <= now }
        return (moments + new).sorted { $0.at < $1.at }
    }

    /// When the streak becomes at risk before a moment at which something befalls it, if it does,
    /// and if that is still to come.
    func risk(
        before moment: Instant,
        of periods: [StreakPeriod],
        after now: Instant
    ) -> Instant? {
        guard timeline.rule.atRiskSeconds != nil else { return nil }
        let state = state(of: periods, at: moment.adding(microseconds: -1))
        guard state.deadline == moment, let begins = state.riskBeginsAt, begins > now else {
            return nil
        }
        return begins
    }

    private func risk(of state: StreakState) -> StreakMoment? {
        guard let begins = state.riskBeginsAt, let deadline = state.deadline else { return nil }
        return StreakMoment(
            at: begins,
            kind: .atRisk(until: deadline),
            length: state.length,
            freezes: state.freezeBalance
        )
    }
}

extension StreakRule {
    /// From when on a streak is at risk that ends at a deadline and has been open since a moment.
    func riskBegins(before deadline: Instant, since opened: Instant) -> Instant {
        guard let atRiskSeconds else { return opened }
        return max(opened, deadline.adding(seconds: -atRiskSeconds))
    }
}
