extension Schema {
    /// Tickets that open a stream once.
    @Sendable static func createStreamTickets(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE stream_ticket (
                digest TEXT PRIMARY KEY,
                sealed TEXT NOT NULL,
                expires_at BIGINT NOT NULL
            )
            """
        ]
    }
}
