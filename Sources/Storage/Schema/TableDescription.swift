/// What has to be known of a table to copy it whole, or to spread it over machines.
public struct TableDescription: Sendable {
    /// Its name, quoted where it has to be.
    public let name: String
    /// The columns of its primary key, in order.
    public let key: [Batch.Column]
    /// The other columns.
    public let values: [Batch.Column]
    /// How many rows a copy takes at a time: fewer where each may be large.
    public let rowsAtATime: Int

    init(
        name: String,
        key: [Batch.Column],
        values: [Batch.Column],
        rowsAtATime: Int = 2_000
    ) {
        self.name = name
        self.key = key
        self.values = values
        self.rowsAtATime = rowsAtATime
    }

    /// Every column.
    public var columns: [Batch.Column] { key + values }

    /// Whether its rows are users', so that each can lie on the machine of its user.
    public var isPerUser: Bool { key.contains { $0.name == "user_key" } }
}

extension Schema {
    /// Every table that holds data, in the order in which a copy fills them.
    public static let tables: [TableDescription] =
        configurationTables + streakDefinitionTables + [tokenKeyTable] + userTables
        + userStreakTables + achievementTables + [streakMilestoneTable, streakPreviewTable]

    private static let configurationTables = [
        TableDescription(
            name: "installation",
            key: [.integer("installation_id")],
            values: [
                .text("user_key_secret"), .integer("configuration_version"), .integer("created_at"),
            ]
        ),
        TableDescription(
            name: "workspace",
            key: [.integer("workspace_id")],
            values: [
                .text("public_id"), .text("environment"), .text("customer_id"), .text("name"),
                .text("status"), .text("default_zone"), .text("settings"), .integer("clock_at"),
                .integer("version"), .integer("created_at"), .integer("updated_at"),
            ]
        ),
        TableDescription(
            name: "api_key",
            key: [.text("prefix")],
            values: [
                .text("public_id"), .integer("workspace_id"), .text("scope"), .text("user_id"),
                .text("secret_digest"), .integer("created_at"), .integer("last_used_at"),
                .integer("revoked_at"),
            ]
        ),
        TableDescription(
            name: "metric",
            key: [.integer("metric_id")],
            values: [
                .integer("workspace_id"), .text("public_id"), .text("key"), .text("name"),
                .text("unit_type"), .text("units"), .integer("created_at"),
                .integer("archived_at"),
            ]
        ),
        TableDescription(
            name: "attribute",
            key: [.integer("attribute_id")],
            values: [
                .integer("workspace_id"), .text("public_id"), .text("kind"), .text("key"),
                .text("name"), .integer("created_at"), .integer("archived_at"),
            ]
        ),
        TableDescription(
            name: "badge_image",
            key: [.text("hash"), .integer("workspace_id")],
            values: [
                .text("media_type"), .integer("byte_count"), .integer("width"),
                .integer("height"), .integer("created_at"), .text("content"),
            ],
            rowsAtATime: 16
        ),
    ]

    private static let userTables = [
        TableDescription(
            name: "\"user\"",
            key: [.integer("user_key")],
            values: [
                .integer("workspace_id"), .text("external_id"), .text("email"), .text("name"),
                .text("zone"), .integer("zone_since"), .integer("sign_up_on"),
                .text("device_tokens"), .integer("subscribes_to_emails"), .integer("is_control"),
                .integer("created_at"), .integer("updated_at"),
                .text("preferences"), .integer("streak_mark_count"),
            ]
        ),
        TableDescription(
            name: "user_zone",
            key: [.integer("user_key"), .integer("from_at")],
            values: [.text("zone")]
        ),
        TableDescription(
            name: "user_attribute",
            key: [.integer("user_key"), .integer("attribute_id")],
            values: [.text("value")]
        ),
        TableDescription(
            name: "event",
            key: [.integer("user_key"), .integer("metric_id"), .text("idempotency_key")],
            values: [
                .integer("event_number"), .integer("amount"), .integer("occurred_at"),
                .integer("received_at"), .integer("day"), .text("attributes"),
                .integer("deleted_at"),
            ]
        ),
        TableDescription(
            name: "metric_day",
            key: [.integer("user_key"), .integer("metric_id"), .integer("day")],
            values: [.integer("change"), .integer("total"), .integer("event_count")]
        ),
    ]
}
