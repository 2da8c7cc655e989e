/// The tables, as steps from nothing to now.
///
/// Configuration tables are small. Per-user tables begin every primary and unique key with the
/// user's own key, so that they can be sharded by it and so that a user's rows lie together.
/// Whole numbers hold flags, instants (microseconds since 1970) and civil days (days since 1970).
public enum Schema {
    /// Every step, oldest first.
    public static let migrations: [Migration] = [
        Migration(version: 1, name: "0001_create_configuration", statements: createConfiguration),
        Migration(version: 2, name: "0002_create_user_tables", statements: createUserTables),
        Migration(
            version: 3,
            name: "0003_create_streak_definitions",
            statements: createStreakDefinitions
        ),
        Migration(version: 4, name: "0004_create_user_streaks", statements: createUserStreaks),
        Migration(version: 5, name: "0005_add_badge_images", statements: addBadgeImages),
        Migration(version: 6, name: "0006_create_token_keys", statements: createTokenKeys),
        Migration(version: 7, name: "0007_create_achievements", statements: createAchievements),
        Migration(version: 8, name: "0008_order_facts", statements: orderFacts),
        Migration(version: 9, name: "0009_add_phoenix", statements: addPhoenix),
        Migration(version: 10, name: "0010_derive_restores", statements: deriveRestores),
        Migration(version: 11, name: "0011_streak_preview", statements: addStreakPreviews),
        Migration(version: 12, name: "0012_envelop_facts", statements: envelopFacts),
        Migration(version: 13, name: "0013_create_followers", statements: createFollowers),
        Migration(version: 14, name: "0014_number_changes", statements: numberChanges),
        Migration(version: 15, name: "0015_create_audit", statements: createAudit),
        Migration(version: 16, name: "0016_one_due_list", statements: makeOneDueList),
        Migration(
            version: 17,
            name: "0017_document_achievements",
            statements: documentAchievements
        ),
        Migration(version: 18, name: "0018_document_streaks", statements: documentStreaks),
        Migration(version: 19, name: "0019_create_points_items", statements: createPointsItems),
        Migration(version: 20, name: "0020_create_points", statements: createPoints),
        Migration(version: 21, name: "0021_index_user_texts", statements: indexUserTexts),
        Migration(version: 22, name: "0022_index_points_ledger", statements: indexPointsLedger),
        Migration(version: 23, name: "0023_create_webhooks", statements: createWebhooks),
        Migration(version: 24, name: "0024_create_admins", statements: createAdmins),
        Migration(version: 25, name: "0025_create_request_log", statements: createRequestLog),
        Migration(version: 26, name: "0026_create_boards", statements: createBoards),
        Migration(
            version: 27,
            name: "0027_create_stream_tickets",
            statements: createStreamTickets
        ),
        Migration(version: 28, name: "0028_create_reminders", statements: createReminders),
        Migration(version: 29, name: "0029_create_suppressions", statements: createSuppressions),
        Migration(version: 30, name: "0030_watch_boards", statements: watchBoards),
        Migration(version: 31, name: "0031_roll_boards", statements: rollBoards),
        Migration(version: 32, name: "0032_create_leagues", statements: createLeagues),
        Migration(version: 33, name: "0033_create_analytics", statements: createAnalytics),
        Migration(version: 34, name: "0034_create_views", statements: createViews),
        Migration(
            version: 35,
            name: "0035_index_points_corrections",
            statements: indexPointsCorrections
        ),
        Migration(version: 36, name: "0036_list_boards_anew", statements: listBoardsAnew),
        Migration(version: 37, name: "0037_create_templates", statements: createTemplates),
        Migration(version: 38, name: "0038_create_notes", statements: createNotes),
        Migration(
            version: 39,
            name: "0039_create_experiments",
            statements: createExperiments
        ),
        Migration(version: 40, name: "0040_version_users", statements: versionUsers),
        Migration(version: 41, name: "0041_create_amnesties", statements: createAmnesties),
        Migration(version: 42, name: "0042_create_groups", statements: createGroups),
    ]

    /// The version of the schema that this build reads and writes.
    public static var currentVersion: Int64 { migrations.last?.version ?? 0 }
}
