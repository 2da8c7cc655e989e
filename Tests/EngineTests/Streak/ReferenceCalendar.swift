import CivilTime

@testable import Engine

/// Judges the days, weeks or months of a streak in order.
struct ReferenceCalendar {
    private let rule: StreakRule
    private let window: CalendarWindow
    private let fixedZone: Zone?
    private let record: StreakRecord
    private let zones: ZoneHistory
    private var run = ReferenceRun()
    private var freezes: ReferenceFreezes
    private var state = ReferenceState()

    init(rule: StreakRule, window: CalendarWindow, fixedZone: Zone?, record: StreakRecord) {
        self.rule = rule
        self.window = window
        self.fixedZone = fixedZone
        self.record = record
        zones = fixedZone.map { ZoneHistory($0) } ?? record.circumstances.zones
        freezes = ReferenceFreezes(record.circumstances.grants, maximum: rule.freezes.maximum)
    }

    /// The state at a moment.
    mutating func run(until now: Instant) -> ReferenceState {
        let current = period(containing: now)
        let satisfied = satisfiedPeriods(until: current.firstDate)
        if let first = satisfied.min() {
            judge(from: first, before: current.firstDate, satisfied: satisfied)
        }
        if satisfied.contains(current.firstDate) { run.extend(under: rule) }
        freezes.receive(
            until: zones.zone(at: now).day(containing: now, resetTime: window.resetTime)
        )

        state.length = run.length
        state.longest = run.longest
        state.status = run.status(
            isCurrentSatisfied: satisfied.contains(current.firstDate),
            under: rule
        )
        state.freezeBalance = freezes.balance
        state.currentPeriod = current.firstDate
        state.secondsUntilClose = current.end.seconds - now.seconds
        return state
    }

    private func period(containing moment: Instant) -> Period {
        window.period(containing: moment, in: zones.zone(at: moment))
    }

    /// The first dates of the satisfied periods, each activity counted where its user was then (R1).
    private func satisfiedPeriods(until last: CivilDate) -> Set<CivilDate> {
        var progress: [CivilDate: ReferenceProgress] = [:]
        for activity in record.activities {
            let first = period(containing: activity.at).firstDate
            progress[first, default: ReferenceProgress()].add(activity, under: rule.condition)
        }
        return Set(
            progress.filter { $0.key <= last && $0.value.satisfies(rule.condition) }.keys
        )
    }

    private mutating func judge(
        from first: CivilDate,
        before end: CivilDate,
        satisfied: Set<CivilDate>
    ) {
        var date = first
        while date < end {
            let next = window.unit.firstDate(after: date)
            freezes.receive(until: next.adding(days: -1))
            if satisfied.contains(date) {
                run.extend(under: rule)
            } else if run.isGoing, exists(date) {
                judgeMissed(date, until: next.adding(days: -1))
            }
            date = next
        }
    }

    /// Whether a period was one at all: a date that its zone left out is none (R4).
    private func exists(_ date: CivilDate) -> Bool {
        guard window.unit == .day else { return true }
        let noon = WallTime(hour: 12, minute: 0) ?? .midnight
        let zone = zones.zone(at: zones.latestZone.startOfDay(date, resetTime: noon))
        return zone.dayExists(date)
    }

    /// Finds who covers a missed period, in the order of R6; without anybody the run ends.
    private mutating func judgeMissed(_ first: CivilDate, until last: CivilDate) {
        if isDayOff(first) || isNeutral(first) || isPaused(first...last) { return }
        if run.spendGrace() {
            state.graceUsed.append(first)
        } else if freezes.spend() {
            state.freezesUsed.append(first)
        } else {
            run.end(under: rule)
            state.brokenPeriod = first
        }
    }

    private func isDayOff(_ date: CivilDate) -> Bool {
        window.unit == .day && rule.daysOff.contains(date.weekday)
    }

    private func isNeutral(_ date: CivilDate) -> Bool {
        window.unit == .day && zones.isNeutral(date, resetTime: window.resetTime)
    }

    /// Whether a pause reaches into a period; any day of it is enough, since the user may have
    /// counted on the others.
    private func isPaused(_ dates: ClosedRange<CivilDate>) -> Bool {
        record.circumstances.pauses.contains { $0.dates.overlaps(dates) }
    }
}
