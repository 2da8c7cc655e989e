import CivilTime
import Engine
import Storage
import Testing

/// That streaks of before they were documents are what they were.
@Suite struct StreakMigrationTests {
    private static let rows = [
        """
        (1, 1, 'a', 'reading', 'Reading', 'D "q"', 1, 1,
         '[{"threshold":7,"rewardItemID":"g\u{F6}","isRepeatable":true}]', 5, 1, 0)
        """,
        "(2, 1, 'b', 'running', '', NULL, 0, 0, '[]', 6, 2, 0)",
    ]

    private static let rule = """
        {"sources":[],"requiresEverySource":false,"window":{"unit":"day","resetTime":"00:00"},\
        "condition":{"type":"count","minimum":3},"daysOff":[],"gracePeriods":0,\
        "resetsOnMiss":true,"freezes":{"startCount":0,"maximum":0}}
        """

    private static func definition(
        _ number: Int64,
        _ key: String,
        _ name: String
    )
        -> StreakDefinition
    {
        var rule = StreakRule(
            window: .calendar(CalendarWindow(unit: .day), zone: nil),
            condition: .count(minimum: 3)
        )
        rule.freezes = FreezeRule(startCount: 0, maximum: 0)
        return StreakDefinition(
            id: StreakDefinitionID(number),
            publicID: number == 1 ? "a" : "b",
            key: key,
            name: name,
            createdAt: Instant(microseconds: number + 4),
            revision: Int(number),
            versions: [StreakVersion(from: .epoch, rule: rule)]
        )
    }

    private static func expected() -> [StreakDefinition] {
        var first = definition(1, "reading", "Reading")
        first.details = "D \"q\""
        first.isPrimary = true
        first.isCustomizable = true
        first.milestones = [
            StreakMilestone(threshold: 7, rewardItemID: "g\u{F6}", isRepeatable: true)
        ]
        return [first, definition(2, "running", "")]
    }

    @Test(arguments: Engines.all)
    func `streaks are the same once they are documents`(engine: EngineUnderTest) throws {
        let database = try engine.makeEmpty()
        let count = try #require(
            Schema.migrations.firstIndex { $0.name.hasSuffix("document_streaks") }
        )
        try Migrator(Array(Schema.migrations[..<count])).migrate(database, at: 0)
        try database.write { (connection) throws(StorageError) in
            for row in Self.rows {
                try connection.execute(
                    """
                    INSERT INTO streak_definition (definition_id, workspace_id, public_id, key,
                        name, description, is_primary, is_customizable, milestones, created_at,
                        revision, recounted_revision)
                    VALUES \(unescaped: row)
                    """
                )
            }
            for number in Int64(1)...2 {
                try connection.execute(
                    """
                    INSERT INTO streak_version (definition_id, version, from_at, rule, is_paused)
                    VALUES (\(number), 1, 0, \(Self.rule), 0)
                    """
                )
            }
        }
        try Migrator(Array(Schema.migrations[...count])).migrate(database, at: 0)
        let found = try database.read { (connection) throws(StorageError) in
            try connection.streakDefinitions.all(in: WorkspaceID(1), zones: ZoneDatabase())
        }
        #expect(found == Self.expected())
    }
}
