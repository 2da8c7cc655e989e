import CivilTime

@testable import Engine

/// What the reference says of a streak at one moment.
struct ReferenceState: Equatable {
    var length = 0
    var status = StreakState.Status.none
    var longest = 0
    var freezesUsed: [CivilDate] = []
    var graceUsed: [CivilDate] = []
    var freezeBalance = 0
    var currentPeriod: CivilDate?
    var brokenPeriod: CivilDate?
    var secondsUntilClose: Int64?

    init() {}

    /// The part of the engine's answer that the reference knows too.
    init(_ state: StreakState) {
        length = state.length
        status = state.status
        longest = state.longest
        freezesUsed = state.freezesUsed
        graceUsed = state.graceUsed
        freezeBalance = state.freezeBalance
        currentPeriod = state.currentPeriod
        brokenPeriod = state.brokenPeriod
        secondsUntilClose = state.secondsUntilClose
    }

    /// The reference's answer: a replay of everything, from nothing, by the plainest code.
    init(_ rule: StreakRule, _ record: StreakRecord, at now: Instant) {
        switch rule.window {
        case .calendar(let window, let zone):
            var replay = ReferenceCalendar(
                rule: rule,
                window: window,
                fixedZone: zone,
                record: record
            )
            self = replay.run(until: now)
        case .rolling(let length):
            var replay = ReferenceRolling(rule: rule, length: length)
            self = replay.run(record.activities, until: now)
        }
    }
}
