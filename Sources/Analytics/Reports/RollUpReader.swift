import Catalogue
import CivilTime
import Engine
import ServiceRuntime
import Storage

/// Reads the roll-ups of a workspace for an answer, on one connection.
struct RollUpReader {
    let connection: any Connection
    let workspace: WorkspaceID
    let scope: ReportScope
    /// Whether all users are in the roll-ups.
    let isComplete: Bool
    private let generation: Int64

    init(
        _ connection: any Connection,
        _ workspace: WorkspaceID,
        _ scope: ReportScope
    ) throws(StorageError) {
        self.connection = connection
        self.workspace = workspace
        self.scope = scope
        generation = try connection.analyticsStates.find(workspace)?.generation ?? 0
        // One that is made anew leaves what is read as it is.
        isComplete = generation > 0
    }

    private func query(
        _ series: RollUpCell.Series,
        _ subject: Int64,
        on days: ClosedRange<CivilDate>
    ) -> RollUpTable.Query {
        RollUpTable.Query(
            series,
            of: subject,
            by: scope.grouping.dimension,
            on: days,
            in: workspace,
            generation: generation
        )
    }

    /// The numbers of the days of the scope.
    func rows(
        _ series: RollUpCell.Series,
        of subject: Int64 = 0,
        slots: ClosedRange<Int64>
    ) throws(StorageError) -> [RollUpTable.Row] {
        try connection.rollUps.rows(query(series, subject, on: scope.days), slots: slots)
    }

    /// The numbers of the days of the scope, added up over the parts from one on.
    func rows(
        _ series: RollUpCell.Series,
        of subject: Int64,
        slots: ClosedRange<Int64>,
        partsFrom least: Int64
    ) throws(StorageError) -> [RollUpTable.Row] {
        try connection.rollUps.rows(
            query(series, subject, on: scope.days),
            slots: slots,
            partsFrom: least
        )
    }

    /// The numbers of the scope, added up over its days.
    func sums(
        _ series: RollUpCell.Series,
        of subject: Int64 = 0,
        slots: ClosedRange<Int64>
    ) throws(StorageError) -> [RollUpTable.Row] {
        try connection.rollUps.sums(query(series, subject, on: scope.days), slots: slots)
    }

    /// What stands at the end of each day of the scope, of what is kept as changes: by segment and
    /// slot, the days in order.
    func standings(
        _ series: RollUpCell.Series,
        of subject: Int64 = 0,
        slots: ClosedRange<Int64>
    ) throws(StorageError) -> [StandingKey: [Int64]] {
        let first = scope.days.lowerBound
        let earlier = CivilDate(dayNumber: .min)...first.adding(days: -1)
        let before = try connection.rollUps.sums(query(series, subject, on: earlier), slots: slots)
        let count = scope.days.lowerBound.days(until: scope.days.upperBound) + 1
        var standings: [StandingKey: [Int64]] = [:]
        for row in before where row.value.count != 0 {
            standings[StandingKey(row), default: [Int64](repeating: 0, count: count)][0] +=
                row.value.count
        }
        for row in try rows(series, of: subject, slots: slots) {
            let index = first.days(until: row.day)
            standings[StandingKey(row), default: [Int64](repeating: 0, count: count)][index] +=
                row.value.count
        }
        return standings.mapValues { changes in
            var sum: Int64 = 0
            return changes.map { change in
                sum += change
                return sum
            }
        }
    }
}

/// What stands on its own among what is kept as changes.
struct StandingKey: Hashable {
    let segment: String
    let slot: Int64

    init(segment: String, slot: Int64) {
        self.segment = segment
        self.slot = slot
    }

    init(_ row: RollUpTable.Row) { self.init(segment: row.segment, slot: row.slot) }
}

extension Analytics {
    /// Makes an answer from the roll-ups of a workspace.
    func report(
        _ view: WorkspaceView,
        _ scope: ReportScope,
        _ make: @escaping @Sendable (RollUpReader) throws(StorageError) -> Report
    ) async throws -> Report {
        try await database.readSlowly { (connection) throws(StorageError) in
            let reader = try RollUpReader(connection, view.id, scope)
            var report = try make(reader)
            report.isComplete = reader.isComplete
            return report
        }
    }
}

extension ReportScope {
    /// The days in order.
    var allDays: [CivilDate] {
        (0...days.lowerBound.days(until: days.upperBound)).map { days.lowerBound.adding(days: $0) }
    }
}
