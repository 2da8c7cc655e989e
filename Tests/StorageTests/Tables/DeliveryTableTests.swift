import CivilTime
import Engine
import Storage
import Testing

/// What webhooks are told, as the database keeps it.
@Suite struct DeliveryTableTests {
    private static let now = Samples.moment(1_000)

    private static func webhook(_ number: Int64) -> Webhook {
        var webhook = Webhook(
            number: number,
            workspace: Samples.workspace,
            publicID: "w\(number)",
            url: "https://example.com/",
            dialect: .trophy,
            secret: "sealed",
            createdAt: now
        )
        webhook.kinds = ["streak.lost"]
        return webhook
    }

    private static func delivery(
        _ number: Int64,
        about fact: Int64? = nil,
        to webhook: Int64 = 1,
        of user: Int64 = 7,
        dueAt: Instant? = WebhookDelivery.atOnce,
        isReplay: Bool = false
    ) -> WebhookDelivery {
        WebhookDelivery(
            number: number,
            webhook: webhook,
            subject: DeliverySubject(StoredFactMaker.fact(fact ?? number, user: user)),
            kind: "streak.lost",
            isReplay: isReplay,
            dueAt: dueAt,
            body: "{}"
        )
    }

    @Test(arguments: Engines.all)
    func `a webhook is read as it was stored`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        var webhook = Self.webhook(3)
        let found = try database.write { (connection) throws(StorageError) in
            try connection.webhooks.insert(webhook, at: Self.now)
            webhook.previousSecret = Webhook.SecretUntil(sealed: "old", until: Self.now)
            webhook.status = .disabled
            webhook.disabledBecause = .gone
            webhook.isOrdered = true
            try connection.webhooks.update(webhook, at: Self.now)
            return try connection.webhooks.active(in: Samples.workspace)
        }
        #expect(found == [webhook])
        let rest = try database.write { (connection) throws(StorageError) in
            try connection.webhooks.note(3, failingSince: Self.now, retryAt: nil)
            let noted = try connection.webhooks.find([3, 4])
            try connection.webhooks.archive(3, at: Self.now)
            return (noted, try connection.webhooks.all(), try connection.webhooks.nextNumber())
        }
        #expect(rest.0.first?.failingSince == Self.now)
        #expect(rest.1.isEmpty)
        #expect(rest.2 == 4)
    }

    @Test(arguments: Engines.all)
    func `a fact is delivered once, whatever comes again`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let numbers = try database.write { (connection) throws(StorageError) in
            let table = connection.deliveries
            try table.insert([Self.delivery(1), Self.delivery(8, about: 1, to: 2)])
            var again = Self.delivery(3, about: 1)
            again.body = "{\"again\":true}"
            try table.insert([again, Self.delivery(2)])
            return try table.page(to: 1, limit: 10).map { ($0.number, $0.body) }
        }
        #expect(numbers.map(\.0) == [2, 1])
        #expect(numbers.map(\.1) == ["{}", "{}"])
    }

    @Test(arguments: Engines.all)
    func `what waits is found webhook by webhook`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let found = try database.write { (connection) throws(StorageError) in
            let table = connection.deliveries
            try table.insert([
                Self.delivery(1), Self.delivery(2, dueAt: Self.now),
                Self.delivery(3, dueAt: Self.now + .seconds(1)), Self.delivery(4, dueAt: nil),
                Self.delivery(5, to: 9, dueAt: Self.now, isReplay: true),
            ])
            return (
                try table.waiting(), try table.untried(to: 1, isReplay: false, limit: 9),
                try table.due(to: 1, isReplay: false, at: Self.now, limit: 9),
                try table.due(to: 9, isReplay: true, at: Self.now, limit: 9)
            )
        }
        #expect(found.0.map(\.number) == [1, 9])
        #expect(found.0.map(\.dueAt) == [WebhookDelivery.atOnce, nil])
        #expect(found.0.map(\.replayDueAt) == [nil, Self.now])
        #expect(found.1.map(\.number) == [1])
        #expect(found.2.map(\.number) == [2])
        #expect(found.3.map(\.number) == [5])
    }

    @Test(arguments: Engines.all)
    func `what somebody asks for again meanwhile stays due`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let found = try database.write { (connection) throws(StorageError) in
            let table = connection.deliveries
            try table.insert([Self.delivery(1), Self.delivery(2)])
            let read = try table.untried(to: 1, isReplay: false, limit: 9)
            let count = try table.replay([read[0].subject], to: 1)
            let done = read.map { delivery in
                var delivery = delivery
                (delivery.status, delivery.dueAt, delivery.tries) = (.delivered, nil, 1)
                delivery.attempts = "[1]"
                return delivery
            }
            try table.store(done)
            return (count, try table.page(to: 1, limit: 9))
        }
        #expect(found.0 == 1)
        #expect(found.1.map(\.status) == [.delivered, .pending])
        #expect(found.1.map(\.dueAt) == [nil, WebhookDelivery.atOnce])
        #expect(found.1.map(\.isReplay) == [false, true])
        #expect(found.1.map(\.attempts) == ["[1]", "[1]"])
    }

    @Test(arguments: Engines.all)
    func `lists and replays take a filter, and old ones go`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let first = WebhookDelivery.firstNumber(at: Self.now)
        let last = WebhookDelivery.firstNumber(at: Self.now + .seconds(10))
        let counts = try database.write { (connection) throws(StorageError) in
            let table = connection.deliveries
            try table.insert([Self.delivery(first), Self.delivery(last)])
            var filter = DeliveryFilter()
            filter.from = Self.now + .seconds(5)
            filter.kinds = ["streak.lost"]
            let late = try table.page(to: 1, that: filter, limit: 9).map(\.number)
            filter.status = .failed
            let none = try table.replay(filter, to: 1)
            filter.status = .pending
            let one = try table.replay(filter, to: 1)
            let removed = try table.remove(madeBefore: Self.now + .seconds(5), limit: 9)
            try table.erase(UserKey(7))
            let left = try table.page(to: 1, limit: 9).count
            return (late, none, one, removed, left, try table.nextNumber(at: Self.now))
        }
        #expect(counts.0 == [last])
        #expect((counts.1, counts.2, counts.3, counts.4) == (0, 1, 1, 0))
        #expect(counts.5 == first)
    }

    @Test func `an id says which fact and which webhook`() {
        let subject = DeliverySubject(StoredFactMaker.fact(12_345 << 12, user: 99))
        let id = subject.deliveryID(to: 40)
        #expect(DeliverySubject(deliveryID: id, to: 40) == subject)
        #expect(DeliverySubject(deliveryID: id, to: 41) == nil)
        #expect(DeliverySubject(deliveryID: id.uppercased(), to: 40) == nil)
        for text in ["", "msg_", "msg_zz", id + "0", String(id.dropLast())] {
            #expect(DeliverySubject(deliveryID: text, to: 40) == nil)
        }
        #expect(subject.factID != nil)
        #expect(DeliverySubject(trial: 5).factID == nil)
    }

    @Test(arguments: Engines.all)
    func `what was told last of something is kept`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        var payload = FactPayload()
        payload.add("added", .whole(3))
        let key = WebhookThrottle.Key(webhook: 1, user: UserKey(7), subject: "points.changed a")
        let throttle = WebhookThrottle(key, toldAt: Self.now, delivery: 5, payload: payload)
        let found = try database.write { (connection) throws(StorageError) in
            let table = connection.webhookThrottles
            try table.store([throttle])
            try table.store([throttle])
            let found = try table.find([key])
            try table.remove(toldBefore: Self.now + .seconds(1))
            return (found, try table.find([key]))
        }
        #expect(found.0 == [throttle])
        #expect(found.1.isEmpty)
    }
}
