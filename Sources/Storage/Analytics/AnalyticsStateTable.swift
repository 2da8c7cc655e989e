public import CivilTime
public import Engine

/// How far the roll-ups of a workspace are.
public struct AnalyticsState: Hashable, Sendable {
    /// The workspace.
    public let workspace: WorkspaceID
    /// The roll-ups that are read.
    public var generation: Int64
    /// Those that are being made from nothing, if any are.
    public var nextGeneration: Int64?
    /// What of the configuration they follow from.
    public var basis: String
    /// Whether a walk over the users is not over.
    public var isWalking: Bool
    /// The last user that it has come to.
    public var cursor: UserCursor
    /// How many it has come to.
    public var walked: Int64
    /// When it was written last.
    public var updatedAt: Instant

    /// The state of a workspace that nobody has looked at.
    public init(of workspace: WorkspaceID) {
        self.workspace = workspace
        generation = 0
        basis = ""
        isWalking = false
        cursor = .start
        walked = 0
        updatedAt = .distantPast
    }

    /// The roll-ups that changes go to.
    public var writtenGeneration: Int64 { nextGeneration ?? generation }

    /// Begins a walk over all users, by what the configuration is now.
    public mutating func beginWalk(on basis: String) {
        self.basis = basis
        isWalking = true
        cursor = .start
        walked = 0
    }
}

/// How far the roll-ups of every workspace are.
public struct AnalyticsStateTable {
    let connection: any Connection

    /// The workspace of the row that counts what is written.
    private static let nobody = WorkspaceID(0)

    /// How often anything has been written, and up to which version the configuration was looked at.
    public func version() throws(StorageError) -> (written: Int64, configuration: Int64) {
        try connection.firstRow(
            of: """
                SELECT version, generation FROM analytics_state
                WHERE workspace_id = \(Self.nobody)
                """
        ) { (row) throws(StorageError) in (row.integer(0), row.integer(1)) } ?? (0, 0)
    }

    private static let insertion = """
        INSERT INTO analytics_state (workspace_id, version, generation, basis, is_walking,
            after_created_at, after_user_key, walked, updated_at) VALUES
        """

    /// Notes that something is written, if nothing has been since a version was read.
    ///
    /// Whoever else writes waits here until the transaction ends, and then finds another version:
    /// what was read before it is out of date.
    public func advance(from version: Int64) throws(StorageError) -> Bool {
        try connection.execute(
            """
            \(unescaped: Self.insertion) (0, \(version + 1), 0, '', 0, 0, 0, 0, 0)
            ON CONFLICT (workspace_id) DO UPDATE
            SET version = analytics_state.version + 1 WHERE analytics_state.version = \(version)
            """
        ) > 0
    }

    /// Notes that something is written, whatever has been.
    public func advance() throws(StorageError) {
        try connection.send(
            """
            \(unescaped: Self.insertion) (0, \(Int64(1)), 0, '', 0, 0, 0, 0, 0)
            ON CONFLICT (workspace_id) DO UPDATE
            SET version = analytics_state.version + 1
            """
        )
    }

    /// Notes up to which version the configuration was looked at.
    public func noteConfiguration(_ version: Int64) throws(StorageError) {
        try connection.send(
            """
            \(unescaped: Self.insertion) (0, \(Int64(0)), \(version), '', 0, 0, 0, 0, 0)
            ON CONFLICT (workspace_id) DO UPDATE
            SET generation = excluded.generation
            """
        )
    }

    /// The state of a workspace, once there is one.
    public func find(_ workspace: WorkspaceID) throws(StorageError) -> AnalyticsState? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM analytics_state
                WHERE workspace_id = \(workspace)
                """
        ) { (row) throws(StorageError) in Self.state(row) }
    }

    /// Some workspace whose walk is not over.
    public func walking() throws(StorageError) -> AnalyticsState? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM analytics_state
                WHERE is_walking = 1 ORDER BY workspace_id LIMIT 1
                """
        ) { (row) throws(StorageError) in Self.state(row) }
    }

    /// Stores states.
    public func store(_ states: [AnalyticsState]) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: states) { state, row in
            row[columns.workspace] = state.workspace
            row[columns.version] = 0
            row[columns.generation] = state.generation
            row[columns.nextGeneration] = state.nextGeneration
            row[columns.basis] = state.basis
            row[columns.isWalking] = state.isWalking
            columns.cursor.fill(&row, with: state.cursor)
            row[columns.walked] = state.walked
            row[columns.updatedAt] = state.updatedAt
        }
        try connection.upsert(batch, into: Self.list)
    }
}

extension AnalyticsStateTable {
    /// The columns of the table.
    private struct Columns {
        let workspace: Column<WorkspaceID>
        let version: Column<Int64>
        let generation: Column<Int64>
        let nextGeneration: Column<Int64?>
        let basis: Column<String>
        let isWalking: Column<Bool>
        let cursor: UserCursorColumns
        let walked: Column<Int64>
        let updatedAt: Column<Instant>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("analytics_state")
            workspace = list.key("workspace_id")
            version = list.value("version")
            generation = list.value("generation")
            nextGeneration = list.value("next_generation")
            basis = list.value("basis")
            isWalking = list.value("is_walking")
            cursor = UserCursorColumns(&list)
            walked = list.value("walked")
            updatedAt = list.value("updated_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func state(_ row: any Row) -> AnalyticsState {
        var state = AnalyticsState(of: row[columns.workspace])
        state.generation = row[columns.generation]
        state.nextGeneration = row[columns.nextGeneration]
        state.basis = row[columns.basis]
        state.isWalking = row[columns.isWalking]
        state.cursor = columns.cursor.cursor(row)
        state.walked = row[columns.walked]
        state.updatedAt = row[columns.updatedAt]
        return state
    }
}

extension Connection {
    /// How far the roll-ups of every workspace are.
    public var analyticsStates: AnalyticsStateTable { AnalyticsStateTable(connection: self) }
}
