/// How facts come into an order in which none becomes visible before another that was read already.
extension SQLDialect {
    /// The first part of a fact's place, for the statement that inserts it from its batch.
    ///
    /// SQLite has one writer, so a number above all others grows with the order of commits; it is
    /// the fact's own number unless a clock was set back, or two processes share a millisecond. On
    /// PostgreSQL transactions overlap, and it is the transaction's number.
    var placeOfNewFact: String {
        switch self {
        case .sqlite: "max(fact_number, (SELECT coalesce(max(place), 0) + 1 FROM fact))"
        case .postgres: "pg_current_xact_id()::text::bigint"
        }
    }

    /// Whether no fact can appear any more at a place or before it.
    ///
    /// On PostgreSQL that is so below the oldest transaction that has not ended when the statement
    /// looks: whatever has a lower number has been committed, and is seen, or never will be.
    func isSettled(_ place: String) -> String {
        switch self {
        case .sqlite: "1 = 1"
        case .postgres: "\(place) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        }
    }

    /// Whether a place cannot be of this server, as no transaction has come that far: the database
    /// was restored here from another one.
    func isForeign(_ place: String) -> String {
        switch self {
        case .sqlite: "1 = 0"
        case .postgres: "\(place) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        }
    }
}
