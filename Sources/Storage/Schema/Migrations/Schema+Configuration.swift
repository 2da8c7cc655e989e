extension Schema {
    @Sendable static func createConfiguration(_ dialect: SQLDialect) -> [String] {
        [installation, workspace, workspaceByCustomer]
            + [apiKey, apiKeyByWorkspace, metric, metricByKey, attribute, attributeByKey]
    }

    /// One row: what belongs to the database as a whole.
    private static let installation = """
        CREATE TABLE installation (
            installation_id BIGINT PRIMARY KEY CHECK (installation_id = 1),
            user_key_secret TEXT NOT NULL,
            configuration_version BIGINT NOT NULL,
            created_at BIGINT NOT NULL
        )
        """

    private static let workspace = """
        CREATE TABLE workspace (
            workspace_id BIGINT PRIMARY KEY,
            public_id TEXT NOT NULL UNIQUE,
            environment TEXT NOT NULL CHECK (environment IN ('live', 'sandbox')),
            customer_id TEXT,
            name TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('active', 'archived')),
            default_zone TEXT NOT NULL,
            settings TEXT NOT NULL,
            clock_at BIGINT,
            version BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )
        """

    private static let workspaceByCustomer = """
        CREATE UNIQUE INDEX workspace_by_customer ON workspace (environment, customer_id)
        """

    private static let apiKey = """
        CREATE TABLE api_key (
            prefix TEXT PRIMARY KEY,
            public_id TEXT NOT NULL UNIQUE,
            workspace_id BIGINT NOT NULL,
            scope TEXT NOT NULL CHECK (scope IN ('admin', 'application')),
            user_id TEXT,
            secret_digest TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            last_used_at BIGINT,
            revoked_at BIGINT
        )
        """

    private static let apiKeyByWorkspace = """
        CREATE INDEX api_key_by_workspace ON api_key (workspace_id, created_at)
        """

    private static let metric = """
        CREATE TABLE metric (
            metric_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            public_id TEXT NOT NULL UNIQUE,
            key TEXT NOT NULL,
            name TEXT NOT NULL,
            unit_type TEXT NOT NULL,
            units TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            archived_at BIGINT
        )
        """

    /// The key of an archived metric is free again.
    private static let metricByKey = """
        CREATE UNIQUE INDEX metric_by_key ON metric (workspace_id, key) WHERE archived_at IS NULL
        """

    private static let attribute = """
        CREATE TABLE attribute (
            attribute_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            public_id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL CHECK (kind IN ('user', 'event')),
            key TEXT NOT NULL,
            name TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            archived_at BIGINT
        )
        """

    private static let attributeByKey = """
        CREATE UNIQUE INDEX attribute_by_key ON attribute (workspace_id, kind, key)
        WHERE archived_at IS NULL
        """
}
