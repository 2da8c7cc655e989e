public import CivilTime

/// The rules that held for one user's streak, in order of time: those of the definition, as far as
/// the user has not chosen otherwise (R13).
public struct StreakTimeline: Hashable, Sendable {
    /// The rules, oldest first and never empty; the first holds for all time before it, and is no
    /// pause unless it has always been one.
    public let versions: [StreakVersion]
    /// A number that every change makes another one, so that what was counted before one is known.
    public internal(set) var revision: Int
    /// Whether a period is counted only until it is satisfied.
    ///
    /// What happens in it afterwards is known from the days of its metrics, so that most events
    /// have nothing to write.
    public let countsUntilSatisfied: Bool
    /// When the rules last changed, also for what was before.
    let changedAt: Instant

    /// A timeline of versions.
    public init(
        _ versions: [StreakVersion],
        revision: Int = 1,
        countsUntilSatisfied: Bool = false,
        changedAt: Instant = .distantPast
    ) {
        precondition(!versions.isEmpty, "a timeline has at least one version")
        self.versions = Self.beginningUnpaused(versions)
        self.revision = revision
        self.changedAt = max(changedAt, versions[versions.count - 1].from)
        self.countsUntilSatisfied =
            countsUntilSatisfied && versions.allSatisfy(\.rule.followsFromMetricDays)
    }

    /// A rule that has always held.
    public init(_ rule: StreakRule) {
        self.init([StreakVersion(rule: rule)])
    }

    /// The same, where what was paused from its beginning counts what happened before that.
    static func beginningUnpaused(_ versions: [StreakVersion]) -> [StreakVersion] {
        let first = versions[0]
        guard first.isPaused, first.from > .distantPast else { return versions }
        return [StreakVersion(rule: first.rule)] + versions
    }

    /// The rule that holds now.
    public var rule: StreakRule { versions[versions.count - 1].rule }

    /// How time is cut: always as the newest rule says, since days cannot be added to weeks.
    public var window: StreakWindow { rule.window }

    /// The last version, which holds from now on.
    var latest: StreakVersion { versions[versions.count - 1] }

    /// Since when the streak has been paused, if it is.
    public var pausedSince: Instant? {
        guard latest.isPaused else { return nil }
        let first = versions.lastIndex { !$0.isPaused }.map { $0 + 1 } ?? 0
        return versions[first].from
    }

    /// The metrics whose events have counted under any version.
    var metrics: Set<MetricID> { Set(versions.flatMap { $0.rule.sources.map(\.metric) }) }

    /// Whether there was only ever one rule.
    var isSteady: Bool { versions.count == 1 }

    /// The versions that held at some instant of a range, oldest first.
    func inForce(during instants: Range<Instant>) -> ArraySlice<StreakVersion> {
        guard versions.count > 1 else { return versions[...] }
        var first = 0
        var last = 0
        for (index, version) in versions.enumerated().dropFirst() {
            if version.from <= instants.lowerBound { first = index }
            if version.from < instants.upperBound { last = index }
        }
        return versions[first...max(first, last)]
    }

    /// The version that held at an instant.
    func version(at instant: Instant) -> StreakVersion {
        versions.last { $0.from <= instant } ?? versions[0]
    }

    /// Whether the streak was paused at an instant.
    ///
    /// At the very moment of a change it was not, unless it was before and after: a sandbox's clock
    /// stands still, and what was taken in before a pause must count.
    func isPaused(at instant: Instant) -> Bool {
        let before = versions.last { $0.from < instant } ?? versions[0]
        return before.isPaused && !versions.contains { $0.from == instant && !$0.isPaused }
    }

    /// The first instant at which so much time has passed since another, not counting pauses.
    func instant(_ duration: Duration, after start: Instant) -> Instant {
        guard versions.contains(where: \.isPaused) else { return start + duration }
        var left = duration
        var from = start
        for (index, version) in versions.enumerated() {
            let end = index + 1 < versions.count ? versions[index + 1].from : .distantFuture
            guard end > from else { continue }
            if version.isPaused {
                from = end
            } else if end - from > left || end == .distantFuture {
                return from + left
            } else {
                left -= end - from
                from = end
            }
        }
        return from
    }
}
