extension Schema {
    /// How often each user was written, by which whoever shares a server finds out that somebody
    /// else was quicker.
    ///
    /// A version is written with every event. With room left in each page, PostgreSQL puts the new
    /// row beside the old one, and no index has to know.
    @Sendable static func versionUsers(_ dialect: SQLDialect) -> [String] {
        let column = "ALTER TABLE \"user\" ADD COLUMN version BIGINT NOT NULL DEFAULT 0"
        return switch dialect {
        case .sqlite: [column]
        case .postgres: [column, "ALTER TABLE \"user\" SET (fillfactor = 80)"]
        }
    }
}
