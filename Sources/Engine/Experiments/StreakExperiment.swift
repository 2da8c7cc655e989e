import CivilTime

/// An experiment over a streak, as its definition carries it.
public struct StreakExperiment: Hashable, Sendable {
    /// How it divides users.
    let split: Split
    /// When its rules held.
    let span: Range<Instant>
    /// The rule of each arm; nothing where all is as it is.
    var rules: [StreakRule?]
}

extension StreakDefinition {
    /// The definition as it is for a user: in the span of an experiment, the rule of the user's arm is
    /// a version for these users alone.
    public func held(for user: UserKey) -> StreakDefinition {
        guard !experiments.isEmpty else { return self }
        var definition = self
        definition.experiments = []
        for experiment in experiments {
            guard let arm = experiment.split.arm(of: user), let rule = experiment.rules[arm]
            else { continue }
            definition.versions = definition.versions.holding(rule, during: experiment.span)
        }
        definition.judgedCount = definition.versions.count
        return definition
    }
}

extension [StreakVersion] {
    /// The versions with another rule during a span; everything else of them stays.
    fileprivate func holding(_ rule: StreakRule, during span: Range<Instant>) -> [StreakVersion] {
        guard let first, !span.isEmpty else { return self }
        let ends = [span.lowerBound, span.upperBound].filter { $0 < .distantFuture }
        let moments = Set(dropFirst().map(\.from) + ends.filter { $0 > first.from })
        let starts = [first.from] + moments.sorted()
        return starts.map { moment in
            var version = last { $0.from <= moment } ?? first
            version.from = moment
            if span.contains(moment) { version.rule = rule }
            return version
        }.withoutRepetitions
    }
}
