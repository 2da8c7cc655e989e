public import Engine

/// What rows of one kind of a user's ledger add up to.
public struct PointsSum: Hashable, Sendable {
    /// The kind.
    public let kind: PointsRow.Kind
    /// How many there are.
    public let rowCount: Int
    /// What those gave that gave something.
    public let given: Int64
    /// What the others took.
    public let taken: Int64
}

extension PointsLedgerTable {
    /// What a user's rows of a system add up to, by kind.
    public func sums(
        of user: UserKey,
        _ system: PointsSystemID
    ) throws(StorageError) -> [PointsSum] {
        try connection.rows(
            of: """
                SELECT kind, CAST(count(*) AS BIGINT),
                    CAST(sum(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT),
                    CAST(sum(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS BIGINT)
                FROM points_ledger WHERE user_key = \(user) AND system_id = \(system)
                GROUP BY kind ORDER BY kind
                """
        ) { (row) throws(StorageError) in
            var fields = FieldReader(row)
            guard let kind = PointsRow.Kind(rawValue: fields.next(String.self)) else {
                throw StorageError(.invalidValue, "a row of points has an unknown kind")
            }
            return PointsSum(
                kind: kind,
                rowCount: Int(fields.next(Int64.self)),
                given: fields.next(Int64.self),
                taken: fields.next(Int64.self)
            )
        }
    }
}
