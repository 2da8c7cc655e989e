public import Catalogue
import CivilTime
public import Engine
import Storage

extension Analytics {
    /// What befell a streak, day by day, and how many users had one at the end of each day.
    public func streakDays(
        of streak: StreakDefinitionID,
        in view: WorkspaceView,
        _ scope: ReportScope
    ) async throws -> Report {
        try await report(view, scope) { (reader) throws(StorageError) in
            var table = NumberTable<StreakColumn>(scope)
            for column in StreakColumn.allCases {
                guard let series = column.series else { continue }
                for row in try reader.rows(series, of: streak.number, slots: 0...Int64.max) {
                    table.add(row, to: column)
                }
            }
            let all = 0...Int64(LengthBucket.bounds.count)
            for (key, counts) in try reader.standings(
                .lengthChange,
                of: streak.number,
                slots: all
            ) {
                table.add(counts, of: key.segment, to: .alive)
            }
            return table.streakReport
        }
    }

    /// How many users had a streak of which length at the end of each day.
    public func streakLengths(
        of streak: StreakDefinitionID,
        in view: WorkspaceView,
        _ scope: ReportScope
    ) async throws -> Report {
        try await report(view, scope) { (reader) throws(StorageError) in
            let buckets = LengthBucket.bounds.indices
            let standings = try reader.standings(
                .lengthChange,
                of: streak.number,
                slots: 0...Int64(buckets.upperBound)
            )
            let segments = Segments(
                Dictionary(
                    standings.map { ($0.key.segment, $0.value.last ?? 0) },
                    uniquingKeysWith: +
                )
            ).named
            var report = Report(["day", "segment", "first", "last", "users"])
            for (index, day) in scope.allDays.enumerated() {
                for segment in segments {
                    for bucket in buckets {
                        let key = StandingKey(segment: segment, slot: Int64(bucket))
                        let users = standings[key]?[index] ?? 0
                        let lengths = LengthBucket.lengths(of: bucket)
                        report.add(
                            .date(day),
                            .text(segment),
                            .count(Int64(lengths.first)),
                            .optional(lengths.last.map(Int64.init)),
                            .count(users)
                        )
                    }
                }
            }
            return report
        }
    }

    /// How often achievements were completed; of one, day by day.
    public func completions(
        of achievement: AchievementID?,
        in view: WorkspaceView,
        _ scope: ReportScope
    ) async throws -> Report {
        let all = view.rulebook.achievements.all
        return try await report(view, scope) { (reader) throws(StorageError) in
            var report = Report(["day", "segment", "achievementId", "name", "completed"])
            for each in all where achievement == nil || each.id == achievement {
                let rows =
                    achievement == nil
                    ? try reader.sums(.completed, of: each.id.number, slots: 0...0)
                    : try reader.rows(.completed, of: each.id.number, slots: 0...0)
                for row in rows {
                    report.add(
                        achievement == nil ? .nothing : .date(row.day),
                        .text(row.segment),
                        .text(each.publicID),
                        .text(each.name),
                        .count(row.value.count)
                    )
                }
            }
            return report
        }
    }

    /// Points that were given and taken, day by day.
    public func pointsDays(
        of system: PointsSystemID,
        in view: WorkspaceView,
        _ scope: ReportScope
    ) async throws -> Report {
        try await report(view, scope) { (reader) throws(StorageError) in
            var table = NumberTable<PointsColumn>(scope)
            let kinds = Int64(PointsRow.Kind.allCases.count)
            for row in try reader.rows(.points, of: system.number, slots: 0...kinds) {
                let isExpiry = PointsRow.Kind.allCases[Int(row.slot)] == .expiry
                table.add(row, to: .changes)
                let amount = [abs(row.value.whole)]
                let column: PointsColumn = row.part == 0 ? .given : isExpiry ? .expired : .taken
                table.add(amount, on: row.day, of: row.segment, to: column)
            }
            return table.pointsReport
        }
    }

    /// How many users were on each level at the end of the last day.
    public func levels(
        of system: PointsSystemID,
        in view: WorkspaceView,
        _ scope: ReportScope
    ) async throws -> Report {
        let levels = view.rulebook.points.levels(of: system)
        return try await report(view, scope) { (reader) throws(StorageError) in
            let standings = try reader.standings(
                .levelChange,
                of: system.number,
                slots: 0...Int64.max
            )
            var report = Report(["segment", "levelId", "name", "users"])
            let segments = Set(standings.keys.map(\.segment)).sorted()
            for segment in segments.prefix(AnalyticsLimits.maximumSegments) {
                for level in levels {
                    let key = StandingKey(segment: segment, slot: level.id.number)
                    report.add(
                        .text(segment),
                        .text(level.publicID),
                        .text(level.name),
                        .count(standings[key]?.last ?? 0)
                    )
                }
            }
            return report
        }
    }

    /// How many users had which score in each run of a leaderboard that begins on one of some days.
    public func scores(
        on board: BoardID,
        in view: WorkspaceView,
        _ scope: ReportScope
    ) async throws -> Report {
        try await report(view, scope) { (reader) throws(StorageError) in
            var report = Report(["run", "segment", "first", "last", "users"])
            for row in try reader.rows(.scores, of: board.number, slots: 0...64) {
                let scores = ScoreBucket.scores(of: row.slot)
                report.add(
                    .date(row.day),
                    .text(row.segment),
                    .optional(scores.first),
                    .count(scores.last),
                    .count(row.value.count)
                )
            }
            return report
        }
    }
}

/// What is told of a streak on a day.
private enum StreakColumn: CaseIterable {
    case begun
    case lost
    case saved
    case kept
    case alive

    var series: RollUpCell.Series? {
        switch self {
        case .begun: .begun
        case .lost: .lost
        case .saved: .saved
        case .kept: .kept
        case .alive: nil
        }
    }
}

/// What is told of points on a day.
private enum PointsColumn: CaseIterable {
    case given
    case taken
    case expired
    case changes
}

/// Numbers by segment, day and column.
private struct NumberTable<Column: Hashable & CaseIterable> {
    private let days: [CivilDate]
    private var table: [String: [Column: [Int64]]] = [:]

    init(_ scope: ReportScope) {
        days = scope.allDays
        if scope.grouping == .nothing { table[""] = [:] }
    }

    mutating func add(_ row: RollUpTable.Row, to column: Column) {
        add([row.value.count], on: row.day, of: row.segment, to: column)
    }

    mutating func add(_ numbers: [Int64], of segment: String, to column: Column) {
        add(numbers, on: days[0], of: segment, to: column)
    }

    /// Adds numbers of a day and those after it.
    mutating func add(
        _ numbers: [Int64],
        on day: CivilDate,
        of segment: String,
        to column: Column
    ) {
        let start = days[0].days(until: day)
        let empty = [Int64](repeating: 0, count: days.count)
        for (offset, number) in numbers.enumerated() {
            table[segment, default: [:]][column, default: empty][start + offset] += number
        }
    }

    func forEach(_ body: (CivilDate, String, (Column) -> Int64) -> Void) {
        let sizes = table.mapValues { columns in
            columns.values.reduce(0 as Int64) { $0 + $1.reduce(0, +) }
        }
        for (index, day) in days.enumerated() {
            for segment in Segments(sizes).named {
                body(day, segment) { table[segment]?[$0]?[index] ?? 0 }
            }
        }
    }
}

extension NumberTable<StreakColumn> {
    var streakReport: Report {
        var report = Report([
            "day", "segment", "alive", "begun", "lost", "saved", "kept", "atRisk",
        ])
        forEach { day, segment, number in
            report.add(
                .date(day),
                .text(segment),
                .count(number(.alive)),
                .count(number(.begun)),
                .count(number(.lost)),
                .count(number(.saved)),
                .count(number(.kept)),
                .count(number(.kept) + number(.lost) + number(.saved))
            )
        }
        return report
    }
}

extension NumberTable<PointsColumn> {
    var pointsReport: Report {
        var report = Report(["day", "segment", "given", "taken", "expired", "changes"])
        forEach { day, segment, number in
            report.add(
                .date(day),
                .text(segment),
                .count(number(.given)),
                .count(number(.taken)),
                .count(number(.expired)),
                .count(number(.changes))
            )
        }
        return report
    }
}
