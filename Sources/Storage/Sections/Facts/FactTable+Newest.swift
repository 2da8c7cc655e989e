public import Engine

/// The newest facts of some kinds, as a page.
public struct NewestFacts: Sendable {
    /// The facts, the newest first.
    public let facts: [StoredFact]
    /// Below which number to go on; nothing when there are no more.
    public let next: Int64?
}

extension FactTable {
    /// The newest facts of some kinds below a number, of one user or of all.
    ///
    /// It looks at so many facts of all kinds and goes on in the next page, which may be needed where
    /// few are of those kinds.
    public func newest(
        of kinds: Set<Fact.Kind>,
        in workspace: WorkspaceID,
        about user: UserKey?,
        below number: Int64,
        lookingAt count: Int,
        limit: Int
    ) throws(StorageError) -> NewestFacts {
        let kinds = kinds.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        let facts = try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM (
                    SELECT \(unescaped: Self.list.names) FROM fact WHERE fact_number < \(number)
                    ORDER BY fact_number DESC LIMIT \(count)
                ) AS newest
                WHERE workspace_id = \(workspace) AND kind IN (\(unescaped: kinds))
                    AND user_key = coalesce(\(user), user_key)
                ORDER BY fact_number DESC LIMIT \(limit)
                """,
            Self.fact
        )
        if facts.count == limit, let last = facts.last {
            return NewestFacts(facts: facts, next: last.number)
        }
        let next = try connection.firstRow(
            of: """
                SELECT fact_number FROM fact WHERE fact_number < \(number)
                ORDER BY fact_number DESC LIMIT 1 OFFSET \(count - 1)
                """
        ) { (row) throws(StorageError) in Int64(row, 0) }
        return NewestFacts(facts: facts, next: next)
    }
}
