import CivilTime
import Engine
import Storage
import Testing

@Suite struct StreakDefinitionTableTests {
    @Test(arguments: Engines.all)
    func `a definition comes back with its versions in order`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        var first = Self.definition(1, versions: 2)
        first.details = "\"\u{1F525}\n"
        first.milestones = "[1]"
        let second = Self.definition(2, key: "running", versions: 1)
        let foreign = Self.definition(3, versions: 1)
        let found = try database.write { [first] (connection) throws(StorageError) in
            let table = connection.streakDefinitions
            try table.insert(first, in: Samples.workspace)
            try table.insert(second, in: Samples.workspace)
            try table.insert(foreign, in: WorkspaceID(2))
            return [try table.all(in: Samples.workspace), try table.all(in: WorkspaceID(2))]
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
        var definition = Self.definition(1, versions: 3)
        let untouched = Self.definition(2, key: "running", versions: 3)
        try database.write { [definition] (connection) throws(StorageError) in
            try connection.streakDefinitions.insert(definition, in: Samples.workspace)
            try connection.streakDefinitions.insert(untouched, in: Samples.workspace)
        }
        definition.name = "Renamed"
        definition.details = "D"
        definition.isPrimary = true
        definition.isCustomizable = true
        definition.milestones = "[2]"
        definition.versions.removeLast(2)
        definition.versions.append(Self.version(9, isPaused: true))
        var changed = definition
        changed.versions.removeFirst()
        let found = try database.write { [changed] (connection) throws(StorageError) in
            try connection.streakDefinitions.update(changed, versionsFrom: 1)
            return try connection.streakDefinitions.all(in: Samples.workspace)
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
            return [try table.inUse(in: Samples.workspace), try table.all(in: Samples.workspace)]
        }
        #expect(found == [[sameKey, secondPrimary], [old, sameKey, secondPrimary]])
    }

    private static func version(
        _ seconds: Int64,
        isPaused: Bool = false
    ) -> StoredStreakDefinition.Version {
        StoredStreakDefinition.Version(
            from: Samples.moment(seconds),
            rule: "{\"rule\":\(seconds)}",
            isPaused: isPaused
        )
    }

    private static func definition(
        _ number: Int64,
        key: String = "reading",
        versions: Int64
    ) -> StoredStreakDefinition {
        StoredStreakDefinition(
            id: StreakDefinitionID(number),
            publicID: "s\(number)",
            key: key,
            name: "S",
            details: nil,
            isPrimary: false,
            isCustomizable: false,
            milestones: "[]",
            createdAt: Samples.moment(number),
            versions: (0..<versions).map { version($0) }
        )
    }
}
