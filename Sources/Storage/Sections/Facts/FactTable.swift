public import CivilTime
public import Engine

/// A fact, and where it stands in the order of telling.
public struct StoredFact: Hashable, Sendable {
    /// Its place; later ones have higher numbers.
    public let number: Int64
    /// The user.
    public let user: UserKey
    /// When it was told.
    public let toldAt: Instant
    /// What happened.
    public let fact: Fact

    /// A fact with its place.
    public init(number: Int64, user: UserKey, toldAt: Instant, fact: Fact) {
        self.number = number
        self.user = user
        self.toldAt = toldAt
        self.fact = fact
    }
}

/// What happened, in the order in which it is told.
public struct FactTable {
    let connection: any Connection

    /// Adds facts, each with its place.
    public func insert(
        _ facts: [(number: Int64, user: UserKey, workspace: WorkspaceID, fact: Fact)],
        at moment: Instant
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: facts) { each, row in
            row[columns.number] = each.number
            row[columns.user] = each.user
            row[columns.workspace] = each.workspace
            row[columns.kind] = each.fact.kind.rawValue
            row[columns.subject] = each.fact.subject
            row[columns.occurredAt] = each.fact.at
            row[columns.toldAt] = moment
            row[columns.payload] = each.fact.payload.stored
        }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            INSERT INTO fact (\(unescaped: Self.list.names), place)
            SELECT \(unescaped: Self.list.names),
                   \(unescaped: connection.dialect.placeOfNewFact)
            FROM \(batch)
            """
        )
    }

    /// The highest number from some number on that a fact about no user has.
    public func lastNumberOfNobody(from number: Int64) throws(StorageError) -> Int64? {
        try connection.firstRow(
            of: """
                SELECT fact_number FROM fact
                WHERE fact_number >= \(number) AND user_key = \(UserKey.nobody)
                ORDER BY fact_number DESC LIMIT 1
                """
        ) { (row) throws(StorageError) in Int64(row, 0) }
    }

    /// Forgets facts told before a moment.
    public func remove(toldBefore moment: Instant) throws(StorageError) {
        try connection.send(
            """
            DELETE FROM fact WHERE fact_number < \(max(0, moment.milliseconds) << 12)
            """
        )
    }
}

// MARK: - Rows

extension FactTable {
    /// The columns of the table but for a fact's place, which the database draws and no copy takes
    /// over.
    struct Columns {
        let number: Column<Int64>
        let user: Column<UserKey>
        let workspace: Column<WorkspaceID>
        let kind: Column<String>
        let subject: Column<String?>
        let occurredAt: Column<Instant>
        let toldAt: Column<Instant>
        let payload: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("fact")
            number = list.key("fact_number")
            user = list.key("user_key")
            workspace = list.value("workspace_id")
            kind = list.value("kind")
            subject = list.value("subject")
            occurredAt = list.value("occurred_at")
            toldAt = list.value("told_at")
            payload = list.value("payload")
            self.list = list.finish()
        }
    }

    static let columns = Columns()
    static var list: ColumnList { columns.list }

    static func fact(_ row: any Row) throws(StorageError) -> StoredFact {
        StoredFact(
            number: row[columns.number],
            user: row[columns.user],
            toldAt: row[columns.toldAt],
            fact: Fact(
                kind: Fact.Kind(rawValue: row[columns.kind]),
                subject: row[columns.subject],
                at: row[columns.occurredAt],
                payload: try FactPayload(stored: row[columns.payload])
            )
        )
    }
}

extension Connection {
    /// The table of facts.
    public var facts: FactTable { FactTable(connection: self) }
}
