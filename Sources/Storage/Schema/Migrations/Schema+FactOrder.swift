extension Schema {
    /// Gives every fact a place in an order that no reader can fall behind of: see `FactPlace`.
    ///
    /// Facts from before, and facts that were copied here from another database, have the place 0,
    /// so they come before all others, in the order of their numbers.
    @Sendable static func orderFacts(_ dialect: SQLDialect) -> [String] {
        [
            "ALTER TABLE fact ADD COLUMN place BIGINT NOT NULL DEFAULT 0",
            "CREATE INDEX fact_by_place ON fact (place, fact_number, user_key)",
            // Which order the places are of; a copy of the database has another.
            "ALTER TABLE installation ADD COLUMN fact_epoch BIGINT",
        ]
    }
}
