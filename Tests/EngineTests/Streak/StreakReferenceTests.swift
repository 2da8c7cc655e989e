import CivilTime
import StreakReference
import Testing

@testable import Engine

/// The engine against the plainest replay of the same rules.
@Suite struct StreakReferenceTests {
    @Test(arguments: 0..<20)
    func `the engine says what a plain replay says`(part: UInt64) throws {
        for number in 0..<60 as Range<UInt64> {
            let seed = part * 10_000 + number
            var draw = try RandomStreak(seed: seed)
            let rule = draw.rule()
            let days = rule.isCutIntoDays ? 16 : 120
            let start = try draw.era()
            let record = draw.record(after: start, days: days, density: rule.isCutIntoDays ? 3 : 1)
            for _ in 0..<4 {
                let now = draw.moment(after: start, days: days + days / 4)
                let known = record.known(at: now)
                let expected = ReferenceState(ReferenceHistory(rule, known), at: now)
                var state = ReferenceState(rule.state(of: known, at: now))
                state.forgetWindows(of: rule.window)
                let differences = state.differences(from: expected)
                #expect(differences == [], "seed \(seed) at \(now)")
                if !differences.isEmpty { return }
            }
        }
    }
}

extension StreakRule {
    /// Whether a few days are enough for something to happen.
    fileprivate var isCutIntoDays: Bool {
        switch window {
        case .calendar(let window, _): window.unit == .day
        case .rolling(let length): length <= .seconds(86_400)
        }
    }
}

extension ReferenceHistory {
    /// What a streak follows from that always had one rule.
    fileprivate init(_ rule: StreakRule, _ record: StreakRecord) {
        self.init(versions: [StreakVersion(rule: rule)], zones: record.circumstances.zones)
        activities = record.activities
        grants = record.circumstances.grants
        pauses = record.circumstances.pauses.map(\.dates)
        firstSeenAt = record.circumstances.firstSeenAt
    }
}

extension StreakRecord {
    /// What can have been recorded by a moment (R10).
    fileprivate func known(at now: Instant) -> StreakRecord {
        var record = self
        let limit = now.adding(seconds: EngineLimits.maximumClockSkew)
        record.activities.removeAll { $0.at > limit }
        return record
    }
}
