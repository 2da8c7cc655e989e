import CivilTime
import Engine
import Storage
import Testing

@Suite struct EventTableTests {
    @Test(arguments: Engines.all)
    func `an event comes back as stored`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let events = [
            Samples.event(1),
            Samples.event(2, key: "k", attributes: ["a": "\"\u{1F680}", "b": ""]),
            Samples.event(3, at: -86_400 * 400, key: ""), Samples.event(1, user: 2),
        ]
        let found = try database.write { (connection) throws(StorageError) in
            try connection.events.insert(events)
            let found = try connection.value(of: connection.events.find(events.map(\.id)))
            return Dictionary(grouping: found, by: \.id.user)
        }
        #expect(found[UserKey(1)].map(Set.init) == Set(events.prefix(3)))
        #expect(found[UserKey(2)] == [events[3]])
    }

    @Test(arguments: Engines.all)
    func `an id of nobody finds nothing`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let found = try database.write { (connection) throws(StorageError) in
            try connection.events.insert([Samples.event(1)])
            return try connection.value(
                of: connection.events.find([
                    EventID(number: 1, user: UserKey(2)), EventID(number: 2, user: UserKey(1)),
                ])
            )
        }
        #expect(found.isEmpty)
    }

    @Test(arguments: Engines.all)
    func `a key is used once for a user's metric`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            try connection.events.insert([
                Samples.event(1, key: "k"), Samples.event(2, user: 2, key: "k"),
                Samples.event(3, metric: MetricID(2), key: "k"), Samples.event(4),
                Samples.event(5), Samples.event(6, key: "#4"), Samples.event(7, key: "=k"),
                Samples.event(8, key: "K"),
            ])
        }
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                try connection.events.insert([Samples.event(9, key: "k")])
            }
        }
        #expect(error?.code == .duplicateKey)
    }

    @Test(arguments: Engines.all, Texts.all)
    func `a used key is found as it was sent`(engine: EngineUnderTest, key: String) throws {
        let database = try engine.makePrepared()
        let used = try database.write { (connection) throws(StorageError) in
            try connection.events.insert([Samples.event(1, key: key), Samples.event(2)])
            return try connection.value(
                of: connection.events.usedKeys(among: [
                    (UserKey(1), Samples.metric, key), (UserKey(1), MetricID(2), key),
                    (UserKey(2), Samples.metric, key), (UserKey(1), Samples.metric, key + "x"),
                ])
            )
        }
        #expect(used.keys.map(\.number) == [1])
        #expect(used[UserKey(1)]?.map(\.event.number) == [1])
        #expect(used[UserKey(1)]?.first?.key.isSameID(as: key) == true)
    }

    @Test(arguments: Engines.all)
    func `a deleted event keeps its row and its key`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        var deleted = Samples.event(1, key: "k")
        deleted.deletedAt = Samples.moment(99)
        let found = try database.write { [deleted] (connection) throws(StorageError) in
            try connection.events.insert([Samples.event(1, key: "k"), Samples.event(2)])
            try connection.events.markDeleted([deleted])
            let keys = try connection.value(
                of: connection.events.usedKeys(among: [(UserKey(1), Samples.metric, "k")])
            )
            let events = try connection.events.page(of: UserKey(1), after: nil, limit: 9)
            return (keys: keys[UserKey(1)]?.count, events: events)
        }
        #expect(found.keys == 1)
        #expect(found.events.map(\.deletedAt) == [nil, Samples.moment(99)])
    }

    @Test(arguments: Engines.all)
    func `events can be dated anew, and others keep their day`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let (first, second) = (Samples.event(1), Samples.event(2))
        let days = try database.write { (connection) throws(StorageError) in
            try connection.events.insert([first, second])
            try connection.events.dateAnew([first.dated(first.day.adding(days: -1))])
            return try connection.value(of: connection.events.history(of: UserKey(1), limit: 9))
                .sorted { $0.id.number < $1.id.number }.map(\.day)
        }
        #expect(days == [first.day.adding(days: -1), second.day])
        let some = try database.read { (connection) throws(StorageError) in
            try connection.value(of: connection.events.history(of: UserKey(1), limit: 1))
        }
        #expect(some.count == 1)
    }

    @Test(arguments: Engines.all)
    func `pages go from the latest event to the first, and miss none`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            // Late events have high numbers and early times; some happen at the same time.
            try connection.events.insert(
                (1...25).map { Samples.event($0, at: ($0 * 7) % 5) }
                    + [Samples.event(99, user: 2, at: 2)]
            )
        }
        var seen: [Event] = []
        var cursor: EventCursor?
        repeat {
            let page = try database.read { [cursor] (connection) throws(StorageError) in
                try connection.events.page(of: UserKey(1), after: cursor, limit: 4)
            }
            seen += page
            cursor = page.last.map {
                EventCursor(occurredAt: $0.occurredAt, number: $0.id.number)
            }
        } while cursor != nil
        #expect(seen.count == 25)
        let places = seen.map { [$0.occurredAt.seconds, $0.id.number] }
        #expect(places == places.sorted { $0.lexicographicallyPrecedes($1) }.reversed())
    }
}

extension Event {
    /// The event on another day.
    fileprivate func dated(_ day: CivilDate) -> Event {
        Event(
            id: id,
            metric: metric,
            amount: amount,
            occurredAt: occurredAt,
            receivedAt: receivedAt,
            day: day,
            attributes: attributes,
            idempotencyKey: idempotencyKey,
            sharesKey: sharesKey,
            deletedAt: deletedAt
        )
    }
}
