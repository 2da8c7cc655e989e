import CivilTime

/// What forgives a missed period, by the easier of the rules that held in it (R13).
struct PeriodRule {
    let gracePeriods: Int
    let resetsOnMiss: Bool
    let maximumFreezes: Int
    let isSuspended: Bool
    let restDays: RestDayLimits
    private let daysOff: Set<Int>

    init(_ versions: ArraySlice<StreakVersion>, unit: CalendarUnit) {
        let rules = versions.map(\.rule)
        gracePeriods = rules.map(\.gracePeriods).max() ?? 0
        resetsOnMiss = rules.allSatisfy(\.resetsOnMiss)
        maximumFreezes = rules.map(\.freezes.maximum).max() ?? 0
        isSuspended = versions.contains(where: \.isPaused)
        restDays =
            unit == .day ? rules.reduce(.none) { $0.easier($1.restDays) } : .none
        daysOff = unit == .day ? rules.reduce(into: []) { $0.formUnion($1.daysOff) } : []
    }

    func isDayOff(_ date: CivilDate) -> Bool {
        !daysOff.isEmpty && daysOff.contains(date.weekday)
    }
}
