public import CivilTime
public import Engine

/// The roll-ups of every workspace.
public struct RollUpTable {
    let connection: any Connection

    /// A number of a roll-up.
    public struct Row: Hashable, Sendable {
        /// The day.
        public let day: CivilDate
        /// What the users of it have in common.
        public let segment: String
        /// Which part of it.
        public let slot: Int64
        /// Which part of that.
        public let part: Int64
        /// The number.
        public let value: RollUpValue
    }

    /// What is asked for.
    public struct Query: Hashable, Sendable {
        /// The workspace.
        public let workspace: WorkspaceID
        /// Which of its roll-ups.
        public let generation: Int64
        /// What is counted.
        public var series: RollUpCell.Series
        /// Of what.
        public var subject: Int64
        /// By what users are told apart.
        public var dimension: Int64
        /// On which days.
        public var days: ClosedRange<CivilDate>

        /// A question.
        public init(
            _ series: RollUpCell.Series,
            of subject: Int64,
            by dimension: Int64,
            on days: ClosedRange<CivilDate>,
            in workspace: WorkspaceID,
            generation: Int64
        ) {
            self.workspace = workspace
            self.generation = generation
            self.series = series
            self.subject = subject
            self.dimension = dimension
            self.days = days
        }
    }

    /// The numbers of some days, in order.
    public func rows(_ query: Query, slots: ClosedRange<Int64>) throws(StorageError) -> [Row] {
        try connection.rows(
            of: """
                SELECT day, segment, slot, part, counted, whole, millionths
                FROM analytics_roll_up
                WHERE workspace_id = \(query.workspace) AND generation = \(query.generation)
                    AND series = \(query.series.rawValue) AND subject = \(query.subject)
                    AND dimension = \(query.dimension)
                    AND day >= \(query.days.lowerBound) AND day <= \(query.days.upperBound)
                    AND slot >= \(slots.lowerBound) AND slot <= \(slots.upperBound)
                    AND (counted <> 0 OR whole <> 0 OR millionths <> 0)
                ORDER BY day, segment, slot, part
                """,
            Self.row
        )
    }

    /// The numbers of some days, added up over the parts from one on.
    public func rows(
        _ query: Query,
        slots: ClosedRange<Int64>,
        partsFrom least: Int64
    ) throws(StorageError) -> [Row] {
        try connection.rows(
            of: """
                SELECT day, segment, slot, CAST(0 AS BIGINT), CAST(sum(counted) AS BIGINT),
                    CAST(sum(whole) AS BIGINT), CAST(sum(millionths) AS BIGINT)
                FROM analytics_roll_up
                WHERE workspace_id = \(query.workspace) AND generation = \(query.generation)
                    AND series = \(query.series.rawValue) AND subject = \(query.subject)
                    AND dimension = \(query.dimension)
                    AND day >= \(query.days.lowerBound) AND day <= \(query.days.upperBound)
                    AND slot >= \(slots.lowerBound) AND slot <= \(slots.upperBound)
                    AND part >= \(least)
                GROUP BY day, segment, slot ORDER BY day, segment, slot
                """,
            Self.row
        )
    }

    /// The numbers of some days added up over all of them.
    public func sums(_ query: Query, slots: ClosedRange<Int64>) throws(StorageError) -> [Row] {
        try connection.rows(
            of: """
                SELECT CAST(0 AS BIGINT), segment, slot, part, CAST(sum(counted) AS BIGINT),
                    CAST(sum(whole) AS BIGINT), CAST(sum(millionths) AS BIGINT)
                FROM analytics_roll_up
                WHERE workspace_id = \(query.workspace) AND generation = \(query.generation)
                    AND series = \(query.series.rawValue) AND subject = \(query.subject)
                    AND dimension = \(query.dimension)
                    AND day >= \(query.days.lowerBound) AND day <= \(query.days.upperBound)
                    AND slot >= \(slots.lowerBound) AND slot <= \(slots.upperBound)
                GROUP BY segment, slot, part ORDER BY segment, slot, part
                """,
            Self.row
        )
    }

    private static func row(_ row: any Storage.Row) throws(StorageError) -> Row {
        var fields = FieldReader(row)
        return Row(
            day: fields.next(),
            segment: fields.next(),
            slot: fields.next(),
            part: fields.next(),
            value: RollUpValue(
                count: fields.next(),
                whole: fields.next(),
                millionths: fields.next()
            )
        )
    }

    /// Every number of a workspace that is not zero.
    public func all(
        of workspace: WorkspaceID,
        generation: Int64
    ) throws(StorageError) -> [RollUpKey: RollUpValue] {
        var found: [RollUpKey: RollUpValue] = [:]
        try connection.forEachRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM analytics_roll_up
                WHERE workspace_id = \(workspace) AND generation = \(generation)
                    AND (counted <> 0 OR whole <> 0 OR millionths <> 0)
                """
        ) { (row) throws(StorageError) in
            let columns = Self.columns
            guard let series = RollUpCell.Series(rawValue: row[columns.series]) else { return }
            let cell = RollUpCell(
                series,
                of: row[columns.subject],
                on: row[columns.day],
                slot: row[columns.slot],
                part: row[columns.part]
            )
            let segment = Segment(row[columns.dimension], row[columns.segment])
            found[RollUpKey(cell, of: segment)] = RollUpValue(
                count: row[columns.count],
                whole: row[columns.whole],
                millionths: row[columns.millionths]
            )
        }
        return found
    }

    /// Adds to numbers; those that come to nothing are taken away.
    public func add(
        _ changes: [RollUpKey: RollUpValue],
        in workspace: WorkspaceID,
        generation: Int64
    ) throws(StorageError) {
        guard !changes.isEmpty else { return }
        let columns = Self.columns
        let batch = Self.list.batch(of: changes) { change, row in
            let (key, value) = change
            row[columns.workspace] = workspace
            row[columns.generation] = generation
            row[columns.series] = key.cell.series.rawValue
            row[columns.subject] = key.cell.subject
            row[columns.dimension] = key.segment.dimension
            row[columns.day] = key.cell.day
            row[columns.segment] = key.segment.value
            row[columns.slot] = key.cell.slot
            row[columns.part] = key.cell.part
            row[columns.count] = value.count
            row[columns.whole] = value.whole
            row[columns.millionths] = value.millionths
        }
        try connection.send(
            """
            INSERT INTO analytics_roll_up (\(unescaped: Self.list.names))
            SELECT \(unescaped: Self.list.names) FROM \(batch) WHERE true
            ON CONFLICT (\(unescaped: Self.list.keyNames)) DO UPDATE
            SET counted = analytics_roll_up.counted + excluded.counted,
                whole = analytics_roll_up.whole + excluded.whole,
                millionths = analytics_roll_up.millionths + excluded.millionths
            """
        )
        try removeZeros(among: changes, in: workspace, generation: generation)
    }

    /// Takes numbers away that have come to nothing: only those that were lowered can have.
    private func removeZeros(
        among changes: [RollUpKey: RollUpValue],
        in workspace: WorkspaceID,
        generation: Int64
    ) throws(StorageError) {
        let lowered = changes.filter { $0.value.count <= 0 }.keys
        let keys = Self.list.keys(
            lowered.map { key in
                [
                    workspace, generation, key.cell.series.rawValue, key.cell.subject,
                    key.segment.dimension, key.cell.day, key.segment.value, key.cell.slot,
                    key.cell.part,
                ]
            }
        )
        guard !keys.isEmpty else { return }
        try connection.send(
            """
            DELETE FROM analytics_roll_up
            WHERE counted = 0 AND whole = 0 AND millionths = 0
                AND (\(unescaped: Self.list.keyNames))
                    IN (SELECT \(unescaped: Self.list.keyNames) FROM \(keys))
            """
        )
    }

    /// Takes away what is left of generations that are over; false when nothing is.
    public func removeOld(
        of workspace: WorkspaceID,
        before generation: Int64,
        limit: Int
    ) throws(StorageError) -> Bool {
        let keys = try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.keyNames) FROM analytics_roll_up
                WHERE workspace_id = \(workspace) AND generation < \(generation) LIMIT \(limit)
                """
        ) { (row) throws(StorageError) -> [any SQLBindable] in
            [
                row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4),
                row.integer(5), row.text(6), row.integer(7), row.integer(8),
            ]
        }
        try connection.delete(Self.list.keys(keys), from: Self.list)
        return !keys.isEmpty
    }
}

extension RollUpTable {
    /// The columns of the table.
    private struct Columns {
        let workspace: Column<WorkspaceID>
        let generation: Column<Int64>
        let series: Column<Int64>
        let subject: Column<Int64>
        let dimension: Column<Int64>
        let day: Column<CivilDate>
        let segment: Column<String>
        let slot: Column<Int64>
        let part: Column<Int64>
        let count: Column<Int64>
        let whole: Column<Int64>
        let millionths: Column<Int64>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("analytics_roll_up")
            workspace = list.key("workspace_id")
            generation = list.key("generation")
            series = list.key("series")
            subject = list.key("subject")
            dimension = list.key("dimension")
            day = list.key("day")
            segment = list.key("segment")
            slot = list.key("slot")
            part = list.key("part")
            count = list.value("counted")
            whole = list.value("whole")
            millionths = list.value("millionths")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The roll-ups.
    public var rollUps: RollUpTable { RollUpTable(connection: self) }
}
