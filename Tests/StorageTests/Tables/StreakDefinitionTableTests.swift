import CivilTime
import Engine
import Storage
import Testing

private let zones = ZoneDatabase()

@Suite struct StreakDefinitionTableTests {
    @Test(arguments: Engines.all)
    func `a definition comes back with its versions in order`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        var first = Self.definition(1, versions: 2)
        first.details = "\"\u{1F525}\n"
        first.milestones = [
            StreakMilestone(threshold: 1),
            StreakMilestone(threshold: 7, rewardItemID: "\"é", isRepeatable: true),
        ]
        let second = Self.definition(2, key: "running", versions: 1)
        let foreign = Self.definition(3, versions: 1)
        let found = try database.write { [first] (connection) throws(StorageError) in
            let table = connection.streakDefinitions
            try table.insert(first, in: Samples.workspace)
            try table.insert(second, in: Samples.workspace)
            try table.insert(foreign, in: WorkspaceID(2))
            return [
                try table.all(in: Samples.workspace, zones: zones),
                try table.all(in: WorkspaceID(2), zones: zones),
            ]
        }
        #expect(found == [[first, second], [foreign]])
        let next = try database.read { (connection) throws(StorageError) in
            try connection.streakDefinitions.nextID()
        }
        #expect(next == StreakDefinitionID(4))
    }

    @Test(arguments: Engines.all)
    func `versions change from a place on, and no others`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let old = Self.definition(1, versions: 3)
        var definition = old
        let untouched = Self.definition(2, key: "running", versions: 3)
        try database.write { [definition] (connection) throws(StorageError) in
            try connection.streakDefinitions.insert(definition, in: Samples.workspace)
            try connection.streakDefinitions.insert(untouched, in: Samples.workspace)
        }
        definition.name = "Renamed"
        definition.details = "D"
        definition.isPrimary = true
        definition.isCustomizable = true
        definition.milestones = [StreakMilestone(threshold: 2)]
        definition.versions.removeLast(2)
        definition.versions.append(Self.version(9, isPaused: true))
        definition.judgedCount = 2
        definition.changedAt = Samples.moment(9)
        let found = try database.write { [definition] (connection) throws(StorageError) in
            try connection.streakDefinitions.update(definition, from: old)
            return try connection.streakDefinitions.all(in: Samples.workspace, zones: zones)
        }
        #expect(found == [definition, untouched])
    }

    @Test(arguments: Engines.all)
    func `the key of an archived streak is free, and so is the place of the primary one`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        var old = Self.definition(1, versions: 1)
        old.isPrimary = true
        let sameKey = Self.definition(2, versions: 1)
        var secondPrimary = Self.definition(3, key: "running", versions: 1)
        secondPrimary.isPrimary = true
        for rival in [sameKey, secondPrimary] {
            let error = #expect(throws: StorageError.self) {
                try database.write { [old] (connection) throws(StorageError) in
                    try connection.streakDefinitions.insert(old, in: Samples.workspace)
                    try connection.streakDefinitions.insert(rival, in: Samples.workspace)
                }
            }
            #expect(error?.code == .duplicateKey)
        }
        old.archivedAt = Samples.moment(5)
        let found = try database.write { [old, secondPrimary] (connection) throws(StorageError) in
            let table = connection.streakDefinitions
            for definition in [old, sameKey, secondPrimary] {
                try table.insert(definition, in: Samples.workspace)
            }
            return [
                try table.inUse(in: Samples.workspace, zones: zones),
                try table.all(in: Samples.workspace, zones: zones),
            ]
        }
        #expect(found == [[sameKey, secondPrimary], [old, sameKey, secondPrimary]])
    }

    @Test(arguments: Engines.all)
    func `a document that cannot be read is an error that names its streak`(
        engine: EngineUnderTest
    ) throws {
        for (table, column) in [("streak_definition", "document"), ("streak_version", "rule")] {
            let database = try engine.makePrepared()
            let error = #expect(throws: StorageError.self) {
                try database.write { (connection) throws(StorageError) in
                    try connection.streakDefinitions.insert(
                        Self.definition(7, versions: 1),
                        in: Samples.workspace
                    )
                    try connection.execute(
                        "UPDATE \(unescaped: table) SET \(unescaped: column) = '{}'"
                    )
                    _ = try connection.streakDefinitions.all(in: Samples.workspace, zones: zones)
                }
            }
            #expect(error?.code == .invalidValue)
            #expect(error?.message.contains("streak 7") == true)
        }
    }

    private static func version(_ seconds: Int64, isPaused: Bool = false) -> StreakVersion {
        StreakVersion(
            from: Samples.moment(seconds),
            rule: StreakRule(
                window: .calendar(CalendarWindow(unit: .day), zone: nil),
                condition: .count(minimum: seconds + 1)
            ),
            isPaused: isPaused
        )
    }

    private static func definition(
        _ number: Int64,
        key: String = "reading",
        versions: Int64
    ) -> StreakDefinition {
        StreakDefinition(
            id: StreakDefinitionID(number),
            publicID: "s\(number)",
            key: key,
            name: "S",
            createdAt: Samples.moment(number),
            versions: (0..<versions).map { version($0) }
        )
    }
}
