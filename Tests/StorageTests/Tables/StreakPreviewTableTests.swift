import CivilTime
import Engine
import Storage
import Testing

@Suite struct StreakPreviewTableTests {
    private static func preview(_ number: Int64, _ publicID: String) -> StoredStreakPreview {
        StoredStreakPreview(
            publicID: publicID,
            definition: StreakDefinitionID(number),
            workspace: Samples.workspace,
            scope: .all,
            rule: "{}",
            isPaused: false,
            isCustomizable: true,
            revision: 3,
            startedAt: Instant(seconds: 1_000),
            total: 250,
            result: "{}"
        )
    }

    private static func table<Value>(
        _ database: any Database,
        _ body: (StreakPreviewTable) throws(StorageError) -> Value
    ) throws -> Value {
        try database.write { (connection) throws(StorageError) in
            try body(connection.streakPreviews)
        }
    }

    @Test(arguments: Engines.all)
    func `a streak has one preview, the newest, which its workspace alone finds`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let (old, new) = (Self.preview(1, "old"), Self.preview(1, "new"))
        let found = try Self.table(database) { (table) throws(StorageError) in
            try table.start(old)
            try table.start(new)
            return [
                try table.find("old", in: Samples.workspace),
                try table.find("new", in: Samples.workspace),
                try table.find("new", in: WorkspaceID(99)),
                try table.next(),
            ]
        }
        #expect(found == [nil, new, nil, new])
    }

    @Test(arguments: Engines.all)
    func `a step counts once, from where it began`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let first = Self.preview(1, "p")
        var second = first
        second.cursor = UserCursor(createdAt: Instant(seconds: 5), key: 7)
        second.scanned = 100
        second.result = #"{"unchanged":100}"#
        var third = second
        third.status = .finished
        third.finishedAt = Instant(seconds: 2_000)
        third.scanned = 150
        let found = try Self.table(database) { [second, third] (table) throws(StorageError) in
            try table.start(first)
            try table.advance(first, to: second)
            // Another process that began at the same place comes too late.
            try table.advance(first, to: third)
            let early = try table.find("p", in: Samples.workspace)
            try table.advance(second, to: third)
            return [early, try table.find("p", in: Samples.workspace), try table.next()]
        }
        #expect(found == [second, third, nil])
    }

    @Test(arguments: Engines.all)
    func `the one that has come least far is next, and what is over is forgotten`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        var far = Self.preview(1, "far")
        far.scanned = 100
        let near = Self.preview(2, "near")
        var over = Self.preview(3, "over")
        over.status = .outdated
        over.finishedAt = Instant(seconds: 1_500)
        let names = try Self.table(database) { [far, over] (table) throws(StorageError) in
            for preview in [far, near, over] { try table.start(preview) }
            var names = [try table.next()?.publicID]
            try table.remove("near", in: WorkspaceID(99))
            names.append(try table.next()?.publicID)
            try table.remove("near", in: Samples.workspace)
            names.append(try table.next()?.publicID)
            try table.remove(finishedBefore: Instant(seconds: 1_500))
            names.append(try table.find("over", in: Samples.workspace)?.publicID)
            try table.remove(finishedBefore: Instant(seconds: 1_501))
            names.append(try table.find("over", in: Samples.workspace)?.publicID)
            return names
        }
        #expect(names == ["near", "near", "far", "over", nil])
    }
}
