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
        guard timeline.versions.contains(where: { $0.rule.atRiskSeconds != nil }) else {
            return moments
        }
        // A run was at risk before it broke, and may be now.
        let ends = moments.filter { $0.kind == .broken }.map { $0.at.adding(microseconds: -1) }
        let known = (ends + [now]).flatMap { risks(of: state(of: periods, at: $0)) }
        let new = known.filter { $0.at > told && $0.at <= now }
        return new.isEmpty ? moments : (moments + new).sorted { $0.at < $1.at }
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
        guard state.deadline == moment, let begins = timeline.rule.riskBegins(in: state),
            begins > now
        else { return nil }
        return begins
    }

    /// When the open period of a state became a risk: by the rule that held then.
    private func risks(of state: StreakState) -> [StreakMoment] {
        guard let deadline = state.deadline else { return [] }
        return timeline.versions.indices.compactMap { index in
            let version = timeline.versions[index]
            guard let begins = version.rule.riskBegins(in: state), !version.isPaused,
                timeline.versions.lastIndex(where: { $0.from <= begins }) ?? 0 == index
            else { return nil }
            return StreakMoment(
                at: begins,
                kind: .atRisk(until: deadline),
                length: state.length,
                freezes: state.freezeBalance
            )
        }
    }
}

extension StreakRule {
    /// From when on a streak is at risk whose period is open; nothing where nobody asks.
    fileprivate func riskBegins(in state: StreakState) -> Instant? {
        guard let atRiskSeconds, let deadline = state.deadline, let openSince = state.openSince
        else { return nil }
        return max(openSince, deadline.adding(seconds: -atRiskSeconds))
    }
}
