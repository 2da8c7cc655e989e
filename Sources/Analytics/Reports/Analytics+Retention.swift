public import Catalogue
public import CivilTime
public import Engine
import Storage

/// By what the retention of users is told apart, besides by a grouping.
public enum RetentionSplit: Hashable, Sendable {
    /// It is not.
    case nothing
    /// Whether a streak of a length was reached in the first days.
    case streak(StreakDefinitionID, length: Int, within: FirstDays)
    /// Whether a freeze was used in the first 30 days.
    case freeze(StreakDefinitionID)
    /// Whether an achievement was completed on the first day.
    case achievement(AchievementID)

    /// The first days in which lengths of streaks are known.
    public enum FirstDays: Int, Sendable, CaseIterable {
        case seven = 7
        case fourteen = 14
        case thirty = 30
    }

    /// The series of those who have it, of what, and how much of it is enough.
    var trait: (series: RollUpCell.Series, subject: Int64, least: Int64)? {
        switch self {
        case .nothing: nil
        case .streak(let id, let length, .seven): (.retainedByStreak7, id.number, Int64(length))
        case .streak(let id, let length, .fourteen):
            (.retainedByStreak14, id.number, Int64(length))
        case .streak(let id, let length, .thirty): (.retainedByStreak30, id.number, Int64(length))
        case .freeze(let id): (.retainedByFreeze, id.number, 1)
        case .achievement(let id): (.retainedByAchievement, id.number, 1)
        }
    }
}

/// The unit of ages.
public enum RetentionUnit: String, Sendable, CaseIterable {
    case day
    case week

    /// The ages, with their slots.
    var ages: [(age: Int, slot: Int64)] {
        switch self {
        case .day: RetentionAge.days.map { ($0, Int64($0)) }
        case .week: RetentionAge.weeks.map { ($0, RetentionAge.slot(ofWeek: $0)) }
        }
    }

    fileprivate var slots: ClosedRange<Int64> {
        RetentionAge.all...(ages.last?.slot ?? RetentionAge.all)
    }

    /// How many days after the sign-up an age is over.
    func end(of age: Int) -> Int { self == .day ? age : age * 7 + 6 }
}

extension Analytics {
    /// Of the users who signed up in the weeks of some days, how many were active at each age.
    public func retention(
        by split: RetentionSplit,
        _ unit: RetentionUnit,
        today: CivilDate,
        in view: WorkspaceView,
        _ scope: ReportScope
    ) async throws -> Report {
        let scope = scope.inWholeWeeks
        return try await report(view, scope) { (reader) throws(StorageError) in
            var table = RetentionTable(unit, today: today)
            for row in try reader.rows(.retained, slots: unit.slots) { table.add(row, to: .all) }
            if let (series, subject, least) = split.trait {
                let rows = try reader.rows(
                    series,
                    of: subject,
                    slots: unit.slots,
                    partsFrom: least
                )
                for row in rows { table.add(row, to: .those) }
            }
            return table.groups(split, scope.grouping)
        }
    }

    /// The same by the week of sign-up: a grid.
    public func cohorts(
        _ unit: RetentionUnit,
        today: CivilDate,
        in view: WorkspaceView,
        _ scope: ReportScope
    ) async throws -> Report {
        let scope = scope.inWholeWeeks
        return try await report(view, scope) { (reader) throws(StorageError) in
            var table = RetentionTable(unit, today: today)
            for row in try reader.rows(.retained, slots: unit.slots) { table.add(row, to: .all) }
            return table.grid()
        }
    }

    /// How far users came who signed up in the weeks of some days: in their first 30 days.
    public func funnel(
        of streak: StreakDefinitionID,
        today: CivilDate,
        in view: WorkspaceView,
        _ scope: ReportScope
    ) async throws -> Report {
        let scope = scope.inWholeWeeks
        return try await report(view, scope) { (reader) throws(StorageError) in
            var funnel = Funnel(today: today)
            for row in try reader.rows(.firstDays, slots: 0...30) { funnel.add(days: row) }
            let all = RetentionAge.all...RetentionAge.all
            for row in try reader.rows(.retainedByStreak30, of: streak.number, slots: all) {
                funnel.add(length: row)
            }
            return funnel.report
        }
    }
}

extension ReportScope {
    /// The same from the first day of a week to the last one of a week, as sign-ups are kept.
    var inWholeWeeks: ReportScope {
        var scope = self
        let last = days.upperBound.startOfWeek(weekStart: 1)
        scope.days = days.lowerBound.startOfWeek(weekStart: 1)...last
        return scope
    }
}

/// How many were active, by segment, week of sign-up and age.
private struct RetentionTable {
    enum Part: Hashable {
        case all
        case those
    }

    private struct Key: Hashable {
        let part: Part
        let segment: String
        let week: CivilDate
        let slot: Int64
    }

    private let unit: RetentionUnit
    private let today: CivilDate
    private var counts: [Key: Int64] = [:]
    private var sizes: [String: Int64] = [:]
    private var weeks: Set<CivilDate> = []

    init(_ unit: RetentionUnit, today: CivilDate) {
        self.unit = unit
        self.today = today
    }

    mutating func add(_ row: RollUpTable.Row, to part: Part) {
        let key = Key(part: part, segment: row.segment, week: row.day, slot: row.slot)
        counts[key, default: 0] += row.value.count
        guard part == .all, row.slot == RetentionAge.all else { return }
        sizes[row.segment, default: 0] += row.value.count
        weeks.insert(row.day)
    }

    /// Whether everybody who signed up in a week has been there for so long.
    private func isOver(_ age: Int, of week: CivilDate) -> Bool {
        week.adding(days: 6 + unit.end(of: age)) < today
    }

    private func proportion(
        _ part: Part,
        _ segment: String,
        _ slot: Int64,
        of weeks: some Sequence<CivilDate>
    ) -> Proportion {
        var (count, total): (Int64, Int64) = (0, 0)
        for week in weeks {
            count += counts[Key(part: part, segment: segment, week: week, slot: slot)] ?? 0
            let all = Key(part: part, segment: segment, week: week, slot: RetentionAge.all)
            total += counts[all] ?? 0
        }
        return Proportion(count, of: total)
    }

    /// The groups at each age; of two groups, how far the first is above the second.
    func groups(_ split: RetentionSplit, _ grouping: ReportGrouping) -> Report {
        var report = Report([
            "age", "segment", "group", "users", "active", "share", "low", "high", "difference",
            "differenceLow", "differenceHigh",
        ])
        let segments = Segments(sizes).named
        for (age, slot) in unit.ages {
            let over = weeks.filter { isOver(age, of: $0) }
            guard !over.isEmpty else { break }
            var all: [(segment: String, group: String, Proportion)] = []
            for segment in segments {
                let whole = proportion(.all, segment, slot, of: over)
                guard split != .nothing else {
                    all.append((segment, "all", whole))
                    continue
                }
                let those = proportion(.those, segment, slot, of: over)
                let others = Proportion(whole.count - those.count, of: whole.total - those.total)
                all += [(segment, "those", those), (segment, "others", others)]
            }
            for index in all.indices {
                // Pairs are told apart by the split, or by the control group.
                let isPair = split != .nothing || grouping == .control && all.count == 2
                let other = isPair && index.isMultiple(of: 2) ? all[index + 1].2 : nil
                report.add(age, all[index], other.flatMap { all[index].2.difference(from: $0) })
            }
        }
        return report
    }

    /// Each week of sign-up at each age that all of it have come to.
    func grid() -> Report {
        var report = Report(["cohort", "segment", "age", "users", "active", "share"])
        for week in weeks.sorted() {
            for segment in Segments(sizes).named {
                for (age, slot) in unit.ages where isOver(age, of: week) {
                    let found = proportion(.all, segment, slot, of: [week])
                    guard found.total > 0 else { continue }
                    report.add(
                        .date(week),
                        .text(segment),
                        .count(Int64(age)),
                        .count(found.total),
                        .count(found.count),
                        .optional(found.share)
                    )
                }
            }
        }
        return report
    }
}

extension Report {
    fileprivate mutating func add(
        _ age: Int,
        _ group: (segment: String, group: String, proportion: Proportion),
        _ difference: Estimate?
    ) {
        let proportion = group.proportion
        add(
            .count(Int64(age)),
            .text(group.segment),
            .text(group.group),
            .count(proportion.total),
            .count(proportion.count),
            .optional(proportion.share),
            .optional(proportion.interval?.lowerBound),
            .optional(proportion.interval?.upperBound),
            .optional(difference?.value),
            .optional(difference?.interval.lowerBound),
            .optional(difference?.interval.upperBound)
        )
    }
}

/// How far users came in their first 30 days.
private struct Funnel {
    /// The lengths of streaks that are steps.
    private static let lengths = FunnelStep.allCases.compactMap(\.length)

    private let today: CivilDate
    private var steps: [String: [Int64]] = [:]

    init(today: CivilDate) { self.today = today }

    /// Whether everybody of a week has had 30 days.
    private func isOver(_ week: CivilDate) -> Bool { week.adding(days: 6 + 29) < today }

    private mutating func count(_ row: RollUpTable.Row, _ step: Int) {
        steps[row.segment, default: [Int64](repeating: 0, count: 3 + Self.lengths.count)][step] +=
            row.value.count
    }

    mutating func add(days row: RollUpTable.Row) {
        guard isOver(row.day) else { return }
        for step in 0...2 where row.slot >= Int64(step) { count(row, step) }
    }

    mutating func add(length row: RollUpTable.Row) {
        guard isOver(row.day) else { return }
        for (index, length) in Self.lengths.enumerated() where row.part >= length {
            count(row, 3 + index)
        }
    }

    var report: Report {
        var report = Report(["segment", "step", "users", "share"])
        let names = FunnelStep.allCases.map(\.rawValue)
        for segment in Segments(steps.mapValues { $0[0] }).named {
            guard let counts = steps[segment] else { continue }
            for (name, count) in zip(names, counts) {
                report.add(
                    .text(segment),
                    .text(name),
                    .count(count),
                    .optional(Proportion(count, of: counts[0]).share)
                )
            }
        }
        return report
    }
}
