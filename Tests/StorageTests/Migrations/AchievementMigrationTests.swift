import Engine
import Storage
import Testing

/// That achievements of before there were documents are what they were.
@Suite struct AchievementMigrationTests {
    private static let rows = [
        """
        (1, 1, 'a', 'Metric', NULL, '/b.png', 'active', 'metric', 7, 12500001, 3, '{"5":"g\u{F6}"}',
         NULL, NULL, NULL, NULL, NULL, 0, NULL)
        """,
        """
        (2, 1, 'b', 'Streak', 'D "q"', NULL, 'locked', 'streak', NULL, NULL, NULL, NULL,
         30, NULL, NULL, NULL, '{"6":"x"}', 0, NULL)
        """,
        """
        (3, 1, 'c', 'Call', '', NULL, 'inactive', 'api', NULL, NULL, NULL, NULL,
         NULL, 'tour', NULL, NULL, NULL, 0, NULL)
        """,
        """
        (4, 1, 'd', 'All', NULL, NULL, 'active', 'achievement', NULL, NULL, NULL, NULL,
         NULL, NULL, NULL, '["1","2"]', NULL, 0, NULL)
        """,
        """
        (5, 1, 'e', 'Year', NULL, NULL, 'active', 'anniversary', NULL, NULL, NULL, NULL,
         NULL, NULL, 2, NULL, NULL, 0, NULL)
        """,
        """
        (6, 1, 'f', 'Most', NULL, NULL, 'active', 'metric', 7, 1000000000000000000, NULL, NULL,
         NULL, NULL, NULL, NULL, NULL, 0, NULL)
        """,
    ]

    private static func expected() throws -> [Achievement] {
        let filter = EventFilter(
            id: EventFilterID(3),
            attributes: AttributeFilter([AttributeID(5): "g\u{F6}"])
        )
        let amount = try #require(Amount(decimal: "12.500001"))
        let most = try #require(Amount(decimal: "1000000000000"))
        let metric = MetricID(7)
        func achievement(
            _ number: Int64,
            _ name: String,
            _ status: Achievement.Status,
            _ trigger: AchievementTrigger
        ) -> Achievement {
            Achievement(
                id: AchievementID(number),
                publicID: ["a", "b", "c", "d", "e", "f"][Int(number) - 1],
                name: name,
                status: status,
                trigger: trigger
            )
        }
        var all = [
            achievement(
                1,
                "Metric",
                .active,
                .metric(MetricThreshold(metric: metric, amount: amount, filter: filter))
            ),
            achievement(2, "Streak", .locked, .streak(length: 30)),
            achievement(3, "Call", .inactive, .api(key: "tour")),
            achievement(4, "All", .active, .composite([AchievementID(1), AchievementID(2)])),
            achievement(5, "Year", .active, .anniversary(years: 2)),
            achievement(
                6,
                "Most",
                .active,
                .metric(MetricThreshold(metric: metric, amount: most))
            ),
        ]
        all[0].badgeURL = "/b.png"
        all[1].description = "D \"q\""
        all[1].userFilter = AttributeFilter([AttributeID(6): "x"])
        all[2].description = ""
        return all
    }

    @Test(arguments: Engines.all)
    func `achievements are the same once they are documents`(engine: EngineUnderTest) throws {
        let database = try engine.makeEmpty()
        let count = try #require(
            Schema.migrations.firstIndex { $0.name.hasSuffix("document_achievements") }
        )
        try Migrator(Array(Schema.migrations[..<count])).migrate(database, at: 0)
        try database.write { (connection) throws(StorageError) in
            for row in Self.rows {
                try connection.execute(
                    """
                    INSERT INTO achievement (achievement_id, workspace_id, public_id, name,
                        description, badge_url, status, trigger_kind, metric_id, amount,
                        event_filter_id, event_filter, streak_length, key, years, parts,
                        user_filter, created_at, archived_at)
                    VALUES \(unescaped: row)
                    """
                )
            }
        }
        try Migrator(Array(Schema.migrations[...count])).migrate(database, at: 0)
        let found = try database.read { (connection) throws(StorageError) in
            try connection.achievements.active(in: WorkspaceID(1))
        }
        #expect(found == (try Self.expected()))
    }
}
