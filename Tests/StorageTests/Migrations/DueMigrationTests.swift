import CivilTime
import Engine
import Storage
import Testing

/// What was due before there was one list is due at the same moments in it.
@Suite struct DueMigrationTests {
    @Test(arguments: Engines.all)
    func `entries of streaks are taken over, each under the clock of its workspace`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makeEmpty()
        let count = try #require(
            Schema.migrations.firstIndex { $0.name.hasSuffix("one_due_list") }
        )
        try Migrator(Array(Schema.migrations[..<count])).migrate(database, at: 0)
        try database.write { (connection) throws(StorageError) in
            for number: Int64 in 1...2 {
                let clock = number == 1 ? nil : Samples.moment(1_000)
                try connection.execute(
                    """
                    INSERT INTO workspace (workspace_id, public_id, environment, name, status,
                        default_zone, settings, clock_at, version, created_at, updated_at)
                    VALUES (\(number), \("w\(number)"), \(number == 1 ? "live" : "sandbox"), '',
                            'active', 'UTC', '{}', \(clock), 1, 0, 0)
                    """
                )
                try connection.execute(
                    """
                    INSERT INTO streak_definition (definition_id, workspace_id, public_id, key,
                        name, is_primary, is_customizable, milestones, revision,
                        recounted_revision, created_at)
                    VALUES (\(number * 11), \(number), \("s\(number)"), 'k', 'n', 0, 0, '[]', 1, 1,
                            0)
                    """
                )
                try connection.execute(
                    """
                    INSERT INTO streak_due (definition_id, due_at, due_number, user_key, run_length)
                    VALUES (\(number * 11), \(Samples.moment(900)), \(number), 4, 6)
                    """
                )
            }
        }
        try Migrator().migrate(database, at: 0)
        let due = try database.read { (connection) throws(StorageError) in
            (
                try connection.due.due([.streak], at: Samples.moment(0), limit: 9),
                try connection.due.due([.streak], at: Samples.moment(900), limit: 9)
            )
        }
        #expect(due.0.map(\.subject) == [22])
        #expect(
            due.1.first
                == DueEntry(
                    streak: StreakDefinitionID(11),
                    StreakDueEntry(at: Samples.moment(900), number: 1),
                    of: UserKey(4),
                    in: WorkspaceID(1),
                    length: 6
                )
        )
        #expect(due.1.count == 2)
    }
}
