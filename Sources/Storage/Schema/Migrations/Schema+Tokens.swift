extension Schema {
    @Sendable static func createTokenKeys(_ dialect: SQLDialect) -> [String] {
        [tokenKey, tokenKeyByID]
    }

    private static let tokenKey = """
        CREATE TABLE token_key (
            token_key_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            public_id TEXT NOT NULL,
            algorithm TEXT NOT NULL CHECK (algorithm IN ('HS256', 'RS256', 'ES256')),
            material TEXT NOT NULL,
            tenant_claim TEXT NOT NULL,
            user_claim TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            revoked_at BIGINT
        )
        """

    /// The id of a key that has ended is free again.
    private static let tokenKeyByID = """
        CREATE UNIQUE INDEX token_key_by_id ON token_key (workspace_id, public_id)
        WHERE revoked_at IS NULL
        """
}
