public import CivilTime
public import Engine

/// That a user has been merged into another, who has everything now.
public struct UserMerge: Hashable, Sendable {
    /// The id of the user who is gone.
    public let mergedID: String
    /// When.
    public let at: Instant
    /// What was answered, as a document that the storage does not look into.
    public let outcome: String

    /// A merge.
    public init(mergedID: String, at: Instant, outcome: String) {
        self.mergedID = mergedID
        self.at = at
        self.outcome = outcome
    }
}

/// Who has been merged into whom: with this, a call that is repeated is told what came of the first.
public struct UserMergeTable {
    let connection: any Connection

    /// The users that were merged into one, oldest first.
    public func all(of user: UserKey) throws(StorageError) -> [UserMerge] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM user_merge WHERE user_key = \(user)
                ORDER BY merged_at, merged_id
                """
        ) { (row) throws(StorageError) in
            UserMerge(
                mergedID: row[Self.columns.mergedID],
                at: row[Self.columns.at],
                outcome: row[Self.columns.outcome]
            )
        }
    }

    /// Adds merges; a later one of the same id takes the place of the earlier.
    public func store(_ merges: [UserMerge], into user: UserKey) throws(StorageError) {
        guard !merges.isEmpty else { return }
        let columns = Self.columns
        let batch = Self.list.batch(of: merges) { merge, row in
            row[columns.user] = user
            row[columns.mergedID] = merge.mergedID
            row[columns.at] = merge.at
            row[columns.outcome] = merge.outcome
        }
        try connection.upsert(batch, into: Self.list)
    }
}

// MARK: - Rows

extension UserMergeTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let mergedID: Column<String>
        let at: Column<Instant>
        let outcome: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("user_merge")
            user = list.key("user_key")
            mergedID = list.key("merged_id")
            at = list.value("merged_at")
            outcome = list.value("outcome")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of who has been merged into whom.
    public var userMerges: UserMergeTable { UserMergeTable(connection: self) }
}
