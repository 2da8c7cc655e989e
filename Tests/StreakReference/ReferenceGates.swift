import Engine

/// What the engine does not follow yet, and random histories are held away from until it does.
///
/// Each is a rule that the judge knows; to open a gate is to set it to false.
package enum ReferenceGates {
    /// R15: restores as coverage, resets that keep what was the longest.
    package static let restores = true
    /// R1: the first zone that is told later holds for all time before it.
    package static let laterFirstZone = true
    /// The last day to act passes over days that ask for nothing.
    package static let expires = true

    /// What a period is found to be that a restore covers.
    static let restored = JudgedPeriod.Verdict.paused
}
