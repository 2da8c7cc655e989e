import Postgres
import Storage
import Testing

/// What a server's catalogue says of the schema: that it can be sharded by the user's key.
@Suite(.enabled(if: PostgresUnderTest.isThere, PostgresUnderTest.hint))
struct CatalogueTests {
    private static let perUser = [
        "achievement_completion", "analytics_sheet", "board_correction", "board_day",
        "board_score", "event", "filtered_total", "league_seat", "metric_day", "points_balance",
        "points_ledger", "streak_mark",
        "streak_milestone", "streak_period", "user", "user_attribute", "user_merge", "user_note",
        "user_zone",
    ]
    private static let configuration = [
        "achievement", "achievement_backdating", "achievement_count", "admin", "admin_session",
        "analytics_log", "analytics_roll_up", "analytics_state", "api_key", "attribute", "audit",
        "badge_image", "board", "board_fill", "board_log", "board_run", "board_watch", "delivery",
        "experiment",
        "follower", "installation", "league_bracket", "message_template", "metric", "points_item",
        "points_walk", "reminder", "reminder_walk", "request_log", "schema_migration",
        "streak_amnesty", "streak_definition", "streak_group", "streak_group_member",
        "streak_preview", "streak_version", "stream_ticket",
        "suppression",
        "token_key", "user_count", "webhook", "webhook_throttle", "workspace",
    ]
    /// What spans users, in an order of its own, and so stays in one place.
    private static let logs = ["due", "fact"]
    /// What keeps a fact's place, and so the key of its user.
    private static let places = ["follower"]

    private let schema: TestSchema
    private let database: PostgresDatabase

    init() throws {
        schema = try TestSchema()
        database = try PostgresDatabase(schema.url)
        try Migrator().migrate(database, at: 0)
    }

    @Test func `every table is a user's or configuration`() throws {
        let tables = try database.texts(
            """
            SELECT relname FROM pg_class
            WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace ORDER BY 1
            """
        )
        #expect(tables == (Self.perUser + Self.configuration + Self.logs).sorted())
    }

    @Test func `exactly the tables of users have a user's key`() throws {
        let tables = try database.texts(
            """
            SELECT relname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE attname = 'user_key' AND relkind = 'r' AND NOT attisdropped
                AND attnotnull AND atttypid = 'bigint'::regtype
                AND relnamespace = current_schema()::regnamespace ORDER BY 1
            """
        )
        #expect(tables == (Self.perUser + Self.logs + Self.places).sorted())
    }

    @Test func `every table has a primary key`() throws {
        let tables = try database.texts(
            """
            SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
            WHERE indisprimary AND relnamespace = current_schema()::regnamespace ORDER BY 1
            """
        )
        #expect(tables == (Self.perUser + Self.configuration + Self.logs).sorted())
    }

    @Test func `whatever is unique in a user's table begins with the user's key`() throws {
        let beginnings = try database.texts(
            """
            SELECT relname || ': ' || attname FROM pg_index
            JOIN pg_class ON pg_class.oid = indrelid
            JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
            WHERE indisunique AND relnamespace = current_schema()::regnamespace ORDER BY 1
            """
        )
        let perUser = Self.perUser.map { "\($0): " }
        let ofUsers = beginnings.filter { line in perUser.contains { line.hasPrefix($0) } }
        #expect(ofUsers.count >= Self.perUser.count)
        for line in ofUsers { #expect(line.hasSuffix(": user_key"), "\(line)") }
    }

    @Test func `nothing needs a sequence that all nodes would share`() throws {
        let sequences = try database.texts(
            """
            SELECT relname FROM pg_class
            WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace
            """
        )
        #expect(sequences == [])
        let counted = try database.texts(
            """
            SELECT relname || '.' || attname FROM pg_attribute
            JOIN pg_class ON pg_class.oid = attrelid
            LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            WHERE relnamespace = current_schema()::regnamespace
                AND (attidentity <> '' OR pg_get_expr(adbin, adrelid) LIKE '%nextval%')
            """
        )
        #expect(counted == [])
    }

    @Test func `no rule ties a user's rows to those of another table`() throws {
        let rules = try database.texts(
            """
            SELECT conname FROM pg_constraint
            WHERE contype IN ('f', 'x') AND connamespace = current_schema()::regnamespace
            UNION ALL SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
            WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
            """
        )
        #expect(rules == [])
    }

    @Test func `the tables that are spread over machines are the users'`() {
        let described = Schema.tables.filter(\.isPerUser).map { $0.name.filter { $0 != "\"" } }
        #expect(described.sorted() == Self.perUser.sorted())
        let others = Schema.tables.filter { !$0.isPerUser }.map(\.name) + ["schema_migration"]
        #expect(others.sorted() == (Self.configuration + Self.logs).sorted())
    }
}
