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
            guard case .streak(let streak) = each.fact else { return }
            row[columns.number] = each.number
            row[columns.user] = each.user
            row[columns.workspace] = each.workspace
            row[columns.kind] = streak.kind.rawValue
            row[columns.definition] = streak.definition
            row[columns.happenedAt] = streak.at
            row[columns.toldAt] = moment
            row[columns.length] = streak.length
            row[columns.previousLength] = streak.previousLength
            row[columns.freezes] = streak.freezes
            row[columns.amount] = streak.count
            row[columns.rewardItemID] = streak.rewardItemID
            row[columns.endsAt] = streak.endsAt
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO fact (\(unescaped: Self.list.names), place)
            SELECT \(unescaped: Self.list.names),
                   \(unescaped: connection.dialect.placeOfNewFact)
            FROM \(batch)
            """
        )
    }

    /// Forgets facts told before a moment.
    public func remove(toldBefore moment: Instant) throws(StorageError) {
        try connection.execute(
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
        let definition: Column<StreakDefinitionID>
        let happenedAt: Column<Instant>
        let toldAt: Column<Instant>
        let length: Column<Int>
        let previousLength: Column<Int>
        let freezes: Column<Int>
        let amount: Column<Int>
        let rewardItemID: Column<String?>
        let endsAt: Column<Instant?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("fact")
            number = list.key("fact_number")
            user = list.key("user_key")
            workspace = list.value("workspace_id")
            kind = list.value("kind")
            definition = list.value("definition_id")
            happenedAt = list.value("happened_at")
            toldAt = list.value("told_at")
            length = list.value("length")
            previousLength = list.value("previous_length")
            freezes = list.value("freezes")
            amount = list.value("amount")
            rewardItemID = list.value("reward_item_id")
            endsAt = list.value("ends_at")
            self.list = list.finish()
        }
    }

    static let columns = Columns()
    static var list: ColumnList { columns.list }

    static func fact(_ row: any Row) throws(StorageError) -> StoredFact {
        guard let kind = StreakFact.Kind(rawValue: row[columns.kind]) else {
            throw StorageError(.invalidValue, "a fact has the kind \(row[columns.kind])")
        }
        return StoredFact(
            number: row[columns.number],
            user: row[columns.user],
            toldAt: row[columns.toldAt],
            fact: .streak(
                StreakFact(
                    definition: row[columns.definition],
                    kind: kind,
                    at: row[columns.happenedAt],
                    length: row[columns.length],
                    previousLength: row[columns.previousLength],
                    freezes: row[columns.freezes],
                    count: row[columns.amount],
                    rewardItemID: row[columns.rewardItemID],
                    endsAt: row[columns.endsAt]
                )
            )
        )
    }
}

extension Connection {
    /// The table of facts.
    public var facts: FactTable { FactTable(connection: self) }
}
