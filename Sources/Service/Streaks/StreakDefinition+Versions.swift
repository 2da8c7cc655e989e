import CivilTime
import Engine

extension StreakDefinition {
    /// Lets a rule hold from a moment on (R13), and says at which place the versions changed.
    ///
    /// A rule that holds already makes no version. Two changes at one moment replace each other, and
    /// so does whatever was to hold from later on: a sandbox's clock may have been set back.
    mutating func change(to rule: StreakRule, isPaused: Bool, at moment: Instant) -> Int {
        guard rule != self.rule || isPaused != (versions[versions.count - 1].isPaused) else {
            return versions.count
        }
        revision += 1
        let place = versions.prefix { $0.from < moment }.count
        versions.removeSubrange(place...)
        if let last = versions.last, last.rule == rule, last.isPaused == isPaused { return place }
        versions.append(StreakVersion(from: moment, rule: rule, isPaused: isPaused))
        return place
    }
}
