import CivilTime
import Engine
import Storage
import Testing

@Suite struct AchievementTableTests {
    private static let triggers: [AchievementTrigger] = [
        .metric(MetricThreshold(metric: MetricID(7), amount: Amount(millionths: 1_500_000))),
        .metric(
            MetricThreshold(
                metric: MetricID(7),
                amount: Amount(3),
                filter: EventFilter(
                    id: EventFilterID(9),
                    attributes: AttributeFilter([AttributeID(1): "a\"b", AttributeID(2): ""])
                )
            )
        ),
        .streak(length: 30), .api(key: "tour"), .anniversary(years: 2),
        .composite([AchievementID(4), AchievementID(1)]),
    ]

    @Test(arguments: Engines.all)
    func `an achievement is read as it was stored`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        var stored = Self.triggers.enumerated().map { number, trigger in
            Achievement(
                id: AchievementID(Int64(number + 1)),
                publicID: "p\(number)",
                name: "n\(number)",
                description: number == 0 ? nil : "d",
                badgeURL: number == 0 ? nil : "https://b",
                status: .active,
                trigger: trigger,
                userFilter: AttributeFilter(number == 0 ? [:] : [AttributeID(5): "é"])
            )
        }
        try database.write { (connection) throws(StorageError) in
            for achievement in stored {
                try connection.achievements.insert(
                    achievement,
                    in: Samples.workspace,
                    at: Samples.moment(1)
                )
            }
        }
        #expect(try Self.active(database) == stored)

        stored[0].trigger = .streak(length: 3)
        stored[0].status = .locked
        try database.write { (connection) throws(StorageError) in
            try connection.achievements.update(stored[0])
            try connection.achievements.archive(stored[3].id, at: Samples.moment(2))
        }
        let archived = stored.remove(at: 3)
        #expect(try Self.active(database) == stored)
        try database.write { (connection) throws(StorageError) in
            #expect(try connection.achievements.nextID() == AchievementID(7))
            let again = Achievement(
                id: AchievementID(7),
                publicID: "p7",
                name: "again",
                trigger: archived.trigger
            )
            try connection.achievements.insert(again, in: Samples.workspace, at: .epoch)
        }
    }

    private static func active(_ database: any Database) throws -> [Achievement] {
        try database.read { (connection) throws(StorageError) in
            try connection.achievements.active(in: Samples.workspace)
        }
    }

    @Test(arguments: Engines.all)
    func `a user has an achievement once`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let completion = Completion(
            achievement: AchievementID(1),
            achievedAt: Samples.moment(5),
            event: 77
        )
        try Self.complete([(1, completion)], in: database)
        let error = #expect(throws: StorageError.self) {
            try Self.complete([(1, completion)], in: database)
        }
        #expect(error?.code == .duplicateKey)
        try database.read { (connection) throws(StorageError) in
            let places = [
                (user: UserKey(1), achievement: AchievementID(1)),
                (user: UserKey(1), achievement: AchievementID(2)),
                (user: UserKey(2), achievement: AchievementID(1)),
            ]
            let found = try connection.value(of: connection.completions.find(places))
            #expect(found == [UserKey(1): [AchievementID(1): completion]])
            let event = EventID(number: 77, user: UserKey(1))
            let other = EventID(number: 77, user: UserKey(2))
            #expect(try connection.completions.find(ledToBy: [event, other]) == found)
        }
    }

    @Test(arguments: Engines.all)
    func `completions are counted over slots, and uncounted with the user`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let achievement = Achievement(
            id: AchievementID(1),
            publicID: "p",
            name: "n",
            trigger: .api(key: "k")
        )
        try database.write { (connection) throws(StorageError) in
            try connection.achievements.insert(achievement, in: Samples.workspace, at: .epoch)
            try connection.userCounts.add([Samples.workspace: 3, WorkspaceID(2): 1], in: 1)
            try connection.userCounts.add([Samples.workspace: -1], in: 0)
        }
        let completion = Completion(achievement: AchievementID(1), achievedAt: .epoch)
        try Self.complete([(1, completion), (2, completion)], in: database, slot: 1)
        try Self.complete([(3, completion)], in: database, slot: 2)
        #expect(try Self.counts(database) == [AchievementID(1): 3])
        try database.write { (connection) throws(StorageError) in
            try connection.completions.erase(UserKey(2), countingIn: 0)
            try connection.completions.erase(UserKey(9), countingIn: 0)
        }
        #expect(try Self.counts(database) == [AchievementID(1): 2])
        try database.read { (connection) throws(StorageError) in
            #expect(try connection.completions.all(of: UserKey(2)).isEmpty)
            #expect(try connection.userCounts.count(in: Samples.workspace) == 2)
            #expect(try connection.userCounts.count(in: WorkspaceID(3)) == 0)
        }
    }

    @Test(arguments: Engines.all)
    func `a filter that is new counts the events that were there before`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let filter = EventFilter(
            id: EventFilterID(1),
            attributes: AttributeFilter([AttributeID(1): "ios"])
        )
        try database.write { (connection) throws(StorageError) in
            var deleted = Samples.event(8, attributes: ["device": "ios"])
            deleted.deletedAt = Samples.moment(9)
            try connection.events.insert([
                Samples.event(1, attributes: ["device": "ios"]),
                Samples.event(2, attributes: ["device": "android"]),
                Samples.event(4, attributes: ["device": "ios", "other": "x"]), deleted,
                Samples.event(16), Samples.event(32, user: 2, attributes: ["device": "ios"]),
            ])
            try connection.events.markDeleted([deleted])
        }
        #expect(try Self.totals(of: filter, database) == [1: 5, 2: 32])
        try database.write { (connection) throws(StorageError) in
            try connection.filteredTotals.store([
                (user: UserKey(1), filter: filter.id, total: Amount(millionths: 100))
            ])
        }
        #expect(try Self.totals(of: filter, database) == [1: 100, 2: 32])
    }

    private static func totals(
        of filter: EventFilter,
        _ database: any Database
    ) throws -> [Int64: Int64] {
        try database.read { (connection) throws(StorageError) in
            let places = [1, 2].map {
                FilteredTotalKey(user: UserKey($0), metric: Samples.metric, filter: filter)
            }
            let totals = try connection.filteredTotals.totals(at: places) { _, carried in
                carried["device"].map { [AttributeID(1): $0] } ?? [:]
            }
            return Dictionary(
                uniqueKeysWithValues: totals.map {
                    ($0.key.number, $0.value[filter.id]?.millionths ?? 0)
                }
            )
        }
    }

    @Test(arguments: Engines.all)
    func `users who were there before the counter are counted`(engine: EngineUnderTest) throws {
        let database = try engine.makeEmpty()
        try Migrator(Array(Schema.migrations.prefix(6))).migrate(database, at: 0)
        try database.write { (connection) throws(StorageError) in
            // Rows of that version; the second as an erased one is, before there were totals to
            // erase with it.
            let rows: [(key: UserKey, workspace: WorkspaceID, id: String?)] = [
                (UserKey(1), Samples.workspace, "ada"), (UserKey(2), Samples.workspace, nil),
                (UserKey(3), WorkspaceID(2), "ada"),
            ]
            for row in rows {
                try connection.execute(
                    """
                    INSERT INTO "user" (user_key, workspace_id, external_id, zone_since,
                        subscribes_to_emails, is_control, created_at, updated_at)
                    VALUES (\(row.key), \(row.workspace), \(row.id), 0, 1, 0, 0, 0)
                    """
                )
            }
        }
        try Migrator().migrate(database, at: 0)
        try database.read { (connection) throws(StorageError) in
            #expect(try connection.userCounts.count(in: Samples.workspace) == 1)
            #expect(try connection.userCounts.count(in: WorkspaceID(2)) == 1)
        }
    }

    private static func complete(
        _ completions: [(user: Int64, completion: Completion)],
        in database: any Database,
        slot: Int = 0
    ) throws {
        try database.write { (connection) throws(StorageError) in
            try connection.completions.insert(
                completions.map { (UserKey($0.user), $0.completion) },
                countingIn: slot
            )
        }
    }

    private static func counts(_ database: any Database) throws -> [AchievementID: Int64] {
        try database.read { (connection) throws(StorageError) in
            try connection.completions.counts(in: Samples.workspace)
        }
    }
}
