import CivilTime
import Engine
import Storage
import Testing

/// Keys that are for all of a user's events.
@Suite struct SharedKeyTests {
    private static func event(
        _ number: Int64,
        user: Int64 = 1,
        metric: MetricID = Samples.metric,
        key: String
    ) -> Event {
        let event = Samples.event(number, user: user, metric: metric, key: key)
        return Event(
            id: event.id,
            metric: event.metric,
            amount: event.amount,
            occurredAt: event.occurredAt,
            receivedAt: event.receivedAt,
            day: event.day,
            attributes: event.attributes,
            idempotencyKey: key,
            sharesKey: true
        )
    }

    @Test(arguments: Engines.all)
    func `a shared key is used once by a user, whatever the metric`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            try connection.events.insert([
                Self.event(1, key: "k"), Self.event(2, user: 2, key: "k"),
                Self.event(3, key: "K"), Samples.event(4, key: "k"),
                Samples.event(5, metric: MetricID(2), key: "k"), Samples.event(6, key: "~k"),
            ])
        }
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                try connection.events.insert([Self.event(9, metric: MetricID(2), key: "k")])
            }
        }
        #expect(error?.code == .duplicateKey)
    }

    @Test(arguments: Engines.all, Texts.all)
    func `a used shared key is found as it was sent`(engine: EngineUnderTest, key: String) throws {
        let database = try engine.makePrepared()
        let used = try database.write { (connection) throws(StorageError) in
            try connection.events.insert([
                Self.event(1, metric: MetricID(2), key: key), Samples.event(2, key: key),
            ])
            return try connection.value(
                of: connection.events.usedSharedKeys(among: [
                    (UserKey(1), key), (UserKey(2), key), (UserKey(1), key + "x"),
                ])
            )
        }
        #expect(used.keys.map(\.number) == [1])
        #expect(used[UserKey(1)]?.map(\.event.number) == [1])
        #expect(used[UserKey(1)]?.first?.metric == MetricID(2))
        #expect(used[UserKey(1)]?.first?.key.isSameID(as: key) == true)
        let found = try database.read { (connection) throws(StorageError) in
            try connection.value(
                of: connection.events.find([EventID(number: 1, user: UserKey(1))])
            )
        }
        #expect(found.first?.sharesKey == true)
        #expect(found.first?.idempotencyKey?.isSameID(as: key) == true)
    }

    @Test(arguments: Engines.all)
    func `milestones come back as stored, and only once`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let streak = StreakDefinitionID(3)
        let milestones = [(7, Int64(1), "hat"), (7, 9, nil), (30, 9, "\u{1F680}")].map {
            EarnedMilestone(
                definition: streak,
                threshold: $0,
                opens: $1,
                rewardItemID: $2,
                earnedAt: Samples.moment($1)
            )
        }
        let stored = try database.write { (connection) throws(StorageError) in
            try connection.streakMilestones.insert(milestones.map { (UserKey(1), $0) })
            return try connection.streakMilestones.milestones(of: UserKey(1), streak)
        }
        #expect(stored == milestones)
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                try connection.streakMilestones.insert([(UserKey(1), milestones[0])])
            }
        }
        #expect(error?.code == .duplicateKey)
    }
}
