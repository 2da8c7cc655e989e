public import CivilTime

/// For which periods a change of a streak's rule holds (R13).
public enum StreakChangeScope: String, Sendable, CaseIterable {
    /// For those that have not ended yet.
    case future
    /// For all of them, as if the rule had always been so.
    case all
}

extension StreakDefinition {
    /// Whether a version has judged nobody's period yet.
    public var hasUnjudgedVersions: Bool { judgedCount < versions.count }

    /// Lets a rule hold from a moment on, or for all time (R13), and says at which place the versions
    /// changed.
    ///
    /// A rule that holds already makes no version. Two changes at one moment replace each other, and
    /// so does whatever was to hold from later on: a sandbox's clock may have been set back. Versions
    /// that have judged nobody's period take the new rule for their own. When the streak was paused
    /// stays as it was, since that is no rule: nothing broke meanwhile, and nothing shall have.
    public mutating func change(
        to rule: StreakRule,
        isPaused: Bool,
        isCustomizable: Bool,
        at moment: Instant,
        for scope: StreakChangeScope = .future
    ) -> Int {
        let latest = versions[versions.count - 1]
        let next = StreakVersion(
            from: moment,
            rule: rule,
            isPaused: isPaused,
            isCustomizable: isCustomizable
        )
        let isOld = scope == .all && versions.contains { $0.rule != rule }
        guard isOld || !next.isLike(latest) else { return versions.count }
        let earlier = versions.prefix { $0.from < moment }
        let kept = scope == .all ? 0 : min(judgedCount, earlier.count)
        let replaced = earlier.dropFirst(kept).map { version in
            var version = version
            version.rule = rule
            if isCustomizable != latest.isCustomizable { version.isCustomizable = isCustomizable }
            return version
        }
        let changed = (earlier.prefix(kept) + replaced + [next]).withoutRepetitions
        let index = zip(versions, changed).prefix { $0 == $1 }.count
        // What everybody was counted by is not forgotten when it held for nobody in the end.
        judgedCount = scope == .all && judgedCount > 0 ? changed.count : min(kept, changed.count)
        versions = changed
        revision += 1
        changedAt = max(changedAt, moment)
        return index
    }
}

extension Collection<StreakVersion> {
    /// The versions without those that change nothing.
    var withoutRepetitions: [StreakVersion] {
        reduce(into: []) { versions, version in
            if versions.last?.isLike(version) != true { versions.append(version) }
        }
    }
}
