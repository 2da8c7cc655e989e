import CivilTime
import Engine

/// The versions of a rule as one user had them, each from a moment on (R13).
struct ReferenceTimeline {
    let versions: [StreakVersion]

    init(_ history: ReferenceHistory) {
        var own = history.versions
        // What is paused from its beginning has not been paused before that.
        if own[0].isPaused, own[0].from > .distantPast {
            own.insert(StreakVersion(rule: own[0].rule), at: 0)
        }
        let moments = Set(own.dropFirst().map(\.from) + history.choices.map(\.from)).sorted()
        versions = ([.distantPast] + moments).map { moment in
            let base = own.last { $0.from <= moment } ?? own[0]
            var version = StreakVersion(from: moment, rule: base.rule, isPaused: base.isPaused)
            // What was chosen rests while the streak cannot be customized.
            if base.isCustomizable,
                let choice = history.choices.last(where: { $0.from <= moment })
            {
                if let daysOff = choice.daysOff { version.rule.daysOff = daysOff }
                if let sources = choice.sources { version.rule.sources = sources }
                if let all = choice.requiresEverySource { version.rule.requiresEverySource = all }
            }
            return version
        }
    }

    var newest: StreakVersion { versions[versions.count - 1] }

    func version(at moment: Instant) -> StreakVersion {
        versions.last { $0.from <= moment } ?? versions[0]
    }

    /// Since when the definition is paused without a break, if it is.
    var pausedSince: Instant? {
        guard newest.isPaused else { return nil }
        var since = newest.from
        for version in versions.reversed() {
            guard version.isPaused else { break }
            since = version.from
        }
        return since
    }

    /// Whether something that happened at a moment came while the definition was paused; at the
    /// very moment of a change it did not.
    func isPaused(at moment: Instant) -> Bool {
        let before = versions.last { $0.from < moment } ?? versions[0]
        return before.isPaused && version(at: moment).isPaused
    }

    /// The moment after which so much time has passed, pauses not counted.
    func moment(_ duration: Duration, after start: Instant) -> Instant {
        var left = duration
        var now = start
        for (index, version) in versions.enumerated() {
            let end = index + 1 < versions.count ? versions[index + 1].from : .distantFuture
            guard end > now else { continue }
            if !version.isPaused {
                if end == .distantFuture || end - now > left { return now + left }
                left -= end - now
            }
            now = end
        }
        return now
    }

    /// The versions that held at some instant of a stretch of time.
    func versions(during instants: Range<Instant>) -> [StreakVersion] {
        versions.enumerated().filter { index, version in
            let end = index + 1 < versions.count ? versions[index + 1].from : .distantFuture
            let start = index == 0 ? .distantPast : version.from
            // A moment without length lies in one version too.
            return start < max(instants.upperBound, instants.lowerBound.adding(microseconds: 1))
                && end > instants.lowerBound
        }.map(\.element)
    }
}

/// What a period is judged by: the easier of the rules that held in it (R13).
struct ReferenceRule {
    let counting: [StreakRule]
    let gracePeriods: Int
    let resetsOnMiss: Bool
    let maximumFreezes: Int
    let daysOff: Set<Int>
    let restDaysPerWeek: Int
    let vacationDaysPerYear: Int
    let isSuspended: Bool

    init(_ versions: [StreakVersion]) {
        counting = versions.filter { !$0.isPaused }.map(\.rule)
        gracePeriods = versions.map(\.rule.gracePeriods).max() ?? 0
        resetsOnMiss = !versions.contains { !$0.rule.resetsOnMiss }
        maximumFreezes = versions.map(\.rule.freezes.maximum).max() ?? 0
        daysOff = versions.reduce(into: []) { $0.formUnion($1.rule.daysOff) }
        restDaysPerWeek = versions.map(\.rule.restDays.perWeek).max() ?? 0
        vacationDaysPerYear = versions.map(\.rule.restDays.vacationDaysPerYear).max() ?? 0
        isSuspended = versions.contains(where: \.isPaused)
    }

    /// Since when a period is satisfied by what happened in it, by the easier rule.
    func satisfiedAt(_ activities: [StreakActivity], _ keys: [AttributeID: String]) -> Instant? {
        counting.compactMap { $0.satisfiedAt(by: activities, keys) }.min()
    }
}
