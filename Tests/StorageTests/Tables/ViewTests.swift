import Storage
import Testing

/// The views for those who read with SQL.
@Suite struct ViewTests {
    @Test(arguments: Engines.all)
    func `every view can be read`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        for view in Schema.views {
            #expect(try database.integer("SELECT count(*) FROM \(unescaped: view)") == 0)
        }
    }

    @Test(arguments: Engines.all)
    func `views show what rows mean`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            for statement in Self.rows { try connection.execute("\(unescaped: statement)") }
        }
        let table: [(query: SQL, rows: [String])] = [
            (
                """
                SELECT user_id || ' ' || metric_key || ' ' || CAST(last_active_on AS TEXT) || ' '
                    || CAST(CAST(total * 10 AS BIGINT) AS TEXT)
                FROM trophy_metric_totals ORDER BY 1
                """,
                ["ada pages 2026-03-02 75"]
            ),
            (
                """
                SELECT user_id || ' ' || leaderboard_key || ' ' || CAST(rank AS TEXT) || ' '
                    || CAST(CAST(value AS BIGINT) AS TEXT) || ' ' || CAST(run_start AS TEXT)
                FROM trophy_leaderboard_rankings ORDER BY rank, user_id
                """,
                ["ada top 1 7 2026-03-01", "bob top 1 7 2026-03-01", "cem top 3 2 2026-03-01"]
            ),
            (
                "SELECT environment || ' ' || coalesce(tenant_id, '-') FROM trophy_metric_totals",
                ["live acme"]
            ),
            (
                """
                SELECT CAST(period_start AS TEXT) || ' ' || CAST(is_extended AS TEXT)
                FROM trophy_streak_periods
                """,
                ["2026-03-01 1"]
            ),
            (
                "SELECT streak_key || ' ' || CAST(freezes AS TEXT) FROM trophy_streak_freezes",
                ["reading 2"]
            ),
            (
                """
                SELECT achievement_key || ' ' || substr(CAST(achieved_at AS TEXT), 1, 10)
                FROM trophy_achievement_completions
                """,
                ["tour 2026-03-01"]
            ),
            (
                """
                SELECT points_system_key || ' ' || CAST(total AS TEXT) FROM trophy_points_totals
                """,
                ["xp 12"]
            ),
        ]
        for row in table { #expect(try database.texts(row.query) == row.rows) }
    }

    /// The first of March 2026, as a number of days.
    private static let day = 20_513
    private static let noon = 20_513 * 86_400_000_000 + 43_200_000_000

    private static let rows: [String] =
        [
            """
            INSERT INTO workspace (workspace_id, public_id, environment, customer_id, name, status,
                default_zone, settings, version, created_at, updated_at)
            VALUES (9, 'w', 'live', 'acme', 'Acme', 'active', 'UTC', '{}', 1, 0, 0)
            """,
            """
            INSERT INTO metric (metric_id, workspace_id, public_id, key, name, unit_type, units,
                created_at)
            VALUES (1, 9, 'm', 'pages', 'Pages', 'number', '', 0)
            """,
            """
            INSERT INTO metric_day (user_key, metric_id, day, change, total, event_count)
            VALUES (1, 1, \(day), 5000000, 5000000, 1), (1, 1, \(day + 1), 2500000, 7500000, 1),
                (4, 1, \(day), 5000000, 5000000, 1)
            """,
            """
            INSERT INTO board (board_id, workspace_id, public_id, key, document, created_at)
            VALUES (1, 9, 'b', 'top', '{"rankBy":"metric","ties":"shared"}', 0)
            """,
            """
            INSERT INTO board_score (user_key, board_id, run_on, score, reached_at, user_group,
                is_listed)
            VALUES (1, 1, \(day), 7000000, 1, '', 1), (2, 1, \(day), 7000000, 2, '', 1),
                (3, 1, \(day), 2000000, 3, '', 1), (4, 1, \(day), 9000000, 3, '', 0)
            """,
            """
            INSERT INTO streak_definition (definition_id, workspace_id, public_id, key, is_primary,
                created_at, revision, recounted_revision)
            VALUES (1, 9, 's', 'reading', 1, 0, 1, 1)
            """,
            """
            INSERT INTO streak_period (user_key, definition_id, opens, event_count, amount_sum,
                satisfied_at, latest_at, is_going, length, longest, grace_used, freezes, revision,
                told_at, run_length)
            VALUES (1, 1, \(day), 1, 5000000, \(noon), \(noon), 1, 0, 0, 0, 2, 1, 0, 1)
            """,
            """
            INSERT INTO achievement (achievement_id, workspace_id, public_id, trigger_kind, key,
                created_at, document)
            VALUES (1, 9, 'a', 'api', 'tour', 0, '{"name": "Tour"}')
            """,
            """
            INSERT INTO achievement_completion (user_key, achievement_id, achieved_at)
            VALUES (1, 1, \(noon))
            """,
            """
            INSERT INTO points_item (item_id, workspace_id, kind, system_id, public_id, key,
                created_at, updated_at, document)
            VALUES (5, 9, 'system', 5, 'p', 'xp', 0, 0, '{}')
            """,
            """
            INSERT INTO points_balance (user_key, system_id, total, earned, last_number,
                spent_through)
            VALUES (1, 5, 12, 15, 1, 0)
            """,
        ]
        + [(1, "'ada'"), (2, "'bob'"), (3, "'cem'"), (4, "NULL")].map { key, id in
            """
            INSERT INTO "user" (user_key, workspace_id, external_id, zone_since,
                subscribes_to_emails, is_control, created_at, updated_at)
            VALUES (\(key), 9, \(id), 0, 0, 0, 0, 0)
            """
        }
}
