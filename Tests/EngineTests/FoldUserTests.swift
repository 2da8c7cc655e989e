import CivilTime
import Testing

@testable import Engine

@Suite struct FoldUserTests {
    @Test func `somebody new is created with what is told`() throws {
        var world = FoldWorld()
        let told = try #require(try world.identify { $0.name = .set("Ada") })
        #expect(told.isNew)
        #expect(told.user.id == "u1")
        #expect(told.user.name == "Ada")
        #expect(told.user.subscribesToEmails)
        #expect(told.user.createdAt == world.now)
        #expect(told.user.updatedAt == world.now)
    }

    @Test func `somebody new is refused where only known users may change`() {
        var world = FoldWorld()
        let refusal = Result { try world.identify(creates: false) }.refusal
        #expect(refusal?.code == .unknownUser)
        #expect(refusal?.message == "No user has the id \"u1\".")
        #expect(world.snapshot().user == nil)
    }

    enum Property: Sendable { case name, email, zone }

    @Test(
        arguments: [
            Row("the name", .name, .set("Bea")),
            Row("the address", .email, .set("bea@example.org")),
            Row("the zone", .zone, .set("Asia/Tokyo")),
            Row("the name, cleared", .name, .clear),
            Row("the address, cleared", .email, .clear),
            Row("the zone, cleared", .zone, .clear),
        ] as [Row<Property, Change<String>>]
    )
    func `only the property passed changes`(row: Row<Property, Change<String>>) throws {
        var world = try Self.worldWithAda()
        var expected = try #require(world.snapshot().user)
        world.now = world.now.adding(seconds: 60)
        var change = UserChange()
        expected.updatedAt = world.now
        switch row.input {
        case .name:
            change.name = row.expected
            expected.name = row.expected.applied(to: nil)
        case .email:
            change.email = row.expected
            expected.email = row.expected.applied(to: nil)
        case .zone:
            change.zone = row.expected
            expected.zone = row.expected.applied(to: nil)
            expected.zoneSince = world.now
        }
        #expect(try world.identify { $0 = change }?.user == expected)
    }

    @Test func `null clears the sign-up date and the device tokens`() throws {
        var world = try Self.worldWithAda()
        let after = try #require(
            try world.identify {
                $0.signUpOn = .clear
                $0.deviceTokens = .clear
            }
        ).user
        #expect(after.signUpOn == nil)
        #expect(after.deviceTokens == nil)
        #expect(after.name == "Ada")
    }

    @Test func `telling what is known already changes nothing, not even the time`() throws {
        var world = try Self.worldWithAda()
        let before = world.snapshot()
        world.now = world.now.adding(seconds: 60)
        let again = try world.identify(1, Self.ada)
        #expect(again?.isNew == false)
        #expect(again?.user == before.user)
        #expect(world.snapshot().profile.newStays == before.profile.newStays)
        #expect(try world.identify()?.user.updatedAt == FoldWorld.noon)
    }

    // MARK: - Attributes

    @Test func `an attribute is set, kept, and removed by null`() throws {
        var world = FoldWorld()
        try world.identify { $0.attributes = ["plan": "pro"] }
        world.now = world.now.adding(seconds: 1)
        try world.identify { $0.name = .set("Ada") }
        #expect(world.snapshot().profile.attributes == [FoldWorld.plan.id: "pro"])
        world.now = world.now.adding(seconds: 1)
        let told = try world.identify { $0.attributes = ["plan": nil] }
        #expect(told?.attributes == [:])
        #expect(told?.user.updatedAt == world.now)
        #expect(world.snapshot().profile.changedAttributes == [FoldWorld.plan.id: nil])
    }

    @Test func `the same value of an attribute is no change`() throws {
        var world = FoldWorld()
        try world.identify { $0.attributes = ["plan": "pro"] }
        let before = world.now
        world.now = world.now.adding(seconds: 1)
        let told = try world.identify { $0.attributes = ["plan": "pro"] }
        #expect(told?.user.updatedAt == before)
    }

    @Test func `attributes nobody set up are named, in order`() throws {
        var world = FoldWorld()
        let refusal = Result {
            try world.identify { $0.attributes = ["z": "1", "plan": "pro", "device": "x"] }
        }.refusal
        #expect(refusal?.code == .invalidValue)
        #expect(refusal?.message.contains("Invalid attribute keys: device, z.") == true)
        #expect(world.snapshot().user == nil)
    }

    @Test
    func `of many attributes nobody set up, few are named, and no more than their beginnings`()
        throws
    {
        var world = FoldWorld()
        let long = "1" + String(repeating: "\u{301}", count: 200_000)
        let keys = [long, "b", "c", "d", "e", "f", "g", "h"]
        let refusal = Result {
            try world.identify {
                $0.attributes = Dictionary(uniqueKeysWithValues: keys.map { ($0, "1") })
            }
        }.refusal
        let message = try #require(refusal?.message)
        let beginning = "1" + String(repeating: "\u{301}", count: 99)
        #expect(message.hasPrefix("Invalid attribute keys: \(beginning)…, b, c, d, e and 3 more."))
        #expect(message.utf8.count < 500)
    }

    @Test func `five attributes nobody set up are all named`() throws {
        var world = FoldWorld()
        let refusal = Result {
            try world.identify { $0.attributes = ["a": "", "b": "", "c": "", "d": "", "e": ""] }
        }.refusal
        #expect(refusal?.message.hasPrefix("Invalid attribute keys: a, b, c, d, e. Please") == true)
    }

    @Test func `a long key of no metric is shown in part`() throws {
        var world = FoldWorld()
        let key = String(repeating: "k", count: 5_000)
        let refusal = Result { try world.record(event(metric: key)) }.refusal
        let beginning = String(repeating: "k", count: 100)
        #expect(refusal?.message.hasPrefix("No metric has the key \"\(beginning)…\".") == true)
    }

    // MARK: - Normal forms

    /// What looks the same and is another text: `é` in one character, and in two.
    private static let composed = "Ren\u{E9}"
    private static let decomposed = "Rene\u{301}"

    enum TextProperty: CaseIterable { case name, email, deviceTokens, attribute }

    @Test(arguments: TextProperty.allCases)
    func `a text that only looks the same is another`(property: TextProperty) throws {
        func tell(_ text: String, _ change: inout UserChange) {
            switch property {
            case .name: change.name = .set(text)
            case .email: change.email = .set("\(text)@example.org")
            case .deviceTokens: change.deviceTokens = .set(["a", text])
            case .attribute: change.attributes = ["plan": text]
            }
        }
        var world = FoldWorld()
        try world.identify { tell(Self.composed, &$0) }
        world.now = world.now.adding(seconds: 1)
        let told = try #require(try world.identify { tell(Self.decomposed, &$0) })
        #expect(told.user.updatedAt == world.now)
        let texts =
            [told.user.name, told.user.email, told.user.deviceTokens?.last]
            .compactMap(\.self) + told.attributes.values
        #expect(texts.map { $0.unicodeScalars.contains("\u{301}") } == [true])
        world.now = world.now.adding(seconds: 1)
        let again = try #require(try world.identify { tell(Self.decomposed, &$0) })
        #expect(again.user.updatedAt < world.now)
    }

    // MARK: - Mail

    struct MailCase: Sendable {
        var email: Change<String> = .keep
        var subscribes: Bool?
    }

    @Test(arguments: [
        Row("declining forgets the address", [MailCase(subscribes: false)], "no, nil"),
        Row(
            "declining wins over an address sent with it",
            [MailCase(email: .set("new@example.org"), subscribes: false)],
            "no, nil"
        ),
        Row(
            "an address sent after declining is not kept",
            [MailCase(subscribes: false), MailCase(email: .set("new@example.org"))],
            "no, nil"
        ),
        Row(
            "subscribing again needs an address",
            [MailCase(subscribes: false), MailCase(subscribes: true)],
            "refused"
        ),
        Row(
            "subscribing again with an address",
            [
                MailCase(subscribes: false),
                MailCase(email: .set("new@example.org"), subscribes: true),
            ],
            "yes, new@example.org"
        ),
        Row(
            "subscribing with the address known",
            [MailCase(subscribes: true)],
            "yes, ada@example.org"
        ),
        Row(
            "subscribing while clearing the address",
            [MailCase(email: .clear, subscribes: true)],
            "refused"
        ),
        Row("clearing the address alone", [MailCase(email: .clear)], "yes, nil"),
    ])
    func `an address is kept for those alone who take mail`(row: Row<[MailCase], String>) throws {
        var world = try Self.worldWithAda()
        var answer = ""
        for mail in row.input {
            let result = Result {
                try world.identify {
                    $0.email = mail.email
                    $0.subscribesToEmails = mail.subscribes
                }
            }
            answer = "refused"
            if case .success(let told?) = result {
                let user = told.user
                answer = "\(user.subscribesToEmails ? "yes" : "no"), \(user.email ?? "nil")"
            }
        }
        #expect(answer == row.expected)
    }

    // MARK: - Sign-up

    @Test(
        arguments: [
            Row("today in UTC, which is tomorrow in Tokyo", ("Asia/Tokyo", "2025-03-16"), true),
            Row("a day that has begun nowhere", ("Asia/Tokyo", "2025-03-17"), false),
            Row("the same, west of UTC", ("Pacific/Honolulu", "2025-03-17"), false),
            Row("today in UTC", (nil, "2025-03-15"), true),
            Row("tomorrow in UTC, which is today on Kiritimati", (nil, "2025-03-16"), true),
            Row("still yesterday in Honolulu", ("Pacific/Honolulu", "2025-03-15"), true),
            Row("long ago", (nil, "1970-01-01"), true),
        ] as [Row<(String?, String), Bool>]
    )
    func `nobody signs up on a day that has begun nowhere`(
        row: Row<(String?, String), Bool>
    ) throws {
        var world = FoldWorld()
        world.now = try instant("2025-03-15T23:00:00Z")
        let day = try CivilDate(iso8601: row.input.1)
        let refusal = Result {
            try world.identify {
                $0.zone = row.input.0.map { .set($0) } ?? .keep
                $0.signUpOn = .set(day)
            }
        }.refusal
        #expect((refusal == nil) == row.expected)
        if !row.expected {
            guard case .signUpAhead(day, _)? = refusal?.reason else {
                Issue.record("refused for another reason: \(String(describing: refusal))")
                return
            }
        }
    }

    @Test(
        arguments: [
            Row("east, by a zone that comes with it", (nil, "Asia/Tokyo"), "2025-03-16"),
            Row("west, by a zone that comes with it", (nil, "Pacific/Honolulu"), "2025-03-15"),
            Row("by the zone told before", ("Asia/Tokyo", nil), "2025-03-16"),
            Row("by the new one of two", ("Asia/Tokyo", "America/New_York"), "2025-03-15"),
            Row("by none", (nil, nil), "2025-03-15"),
        ] as [Row<(String?, String?), String>]
    )
    func `a moment of signing up is the day that it was where the user lives`(
        row: Row<(String?, String?), String>
    ) throws {
        var world = FoldWorld()
        world.now = try instant("2025-03-15T23:00:00Z")
        let now = world.now
        if let zone = row.input.0 { try world.identify { $0.zone = .set(zone) } }
        try world.identify {
            $0.zone = row.input.1.map { .set($0) } ?? .keep
            $0.signUpAt = now
        }
        #expect(world.snapshot().user?.signUpOn?.iso8601 == row.expected)
    }

    @Test(arguments: [".", ".."]) func `an id that no address can have is given to nobody`(
        id: String
    ) throws {
        var world = FoldWorld()
        let refusal = Result {
            try world.apply(
                IdentifyUser(
                    user: UserKey(1),
                    userID: id,
                    change: UserChange(),
                    createsUser: true
                )
            )
        }.refusal
        #expect(refusal?.message.hasPrefix("The user's id must not be ") == true)
    }

    // MARK: - Zones

    @Test func `the first zone holds from always, the next from its moment`() throws {
        var world = FoldWorld()
        try world.identify { $0.zone = .set("Asia/Tokyo") }
        #expect(world.snapshot().user?.zoneSince == .distantPast)
        world.now = world.now.adding(seconds: 60)
        try world.identify { $0.zone = .set("Europe/Berlin") }
        #expect(world.snapshot().user?.zoneSince == world.now)
        #expect(
            world.snapshot().profile.newStays == [
                ZoneStay(from: .distantPast, zone: "Asia/Tokyo"),
                ZoneStay(from: world.now, zone: "Europe/Berlin"),
            ]
        )
        #expect(
            world.snapshot().profile.earlierStays == [
                ZoneStay(from: .distantPast, zone: "Asia/Tokyo")
            ]
        )
    }

    @Test func `of two moves at one moment the later told holds`() throws {
        var world = FoldWorld()
        try world.identify { $0.zone = .set("Asia/Tokyo") }
        world.now = world.now.adding(seconds: 60)
        try world.identify { $0.zone = .set("Europe/Berlin") }
        try world.identify { $0.zone = .set("America/New_York") }
        #expect(world.snapshot().user?.zone == "America/New_York")
        #expect(
            world.snapshot().profile.earlierStays == [
                ZoneStay(from: .distantPast, zone: "Asia/Tokyo")
            ]
        )
    }

    // MARK: - Control group

    @Test(arguments: [0, 0.5, 10, 50, 99.99, 100])
    func `the share of users in the control group is the one set`(percentage: Double) throws {
        let count = 20_000
        var random = SplitMix64(state: 0xC0)
        var world = FoldWorld(users: [])
        world.controlPercentage = percentage
        var controls = 0
        for _ in 0..<count {
            let key = UserKey(hash: random.next())
            let draft = IdentifyUser(
                user: key,
                userID: "x",
                change: UserChange(),
                createsUser: true
            )
            let told = try world.apply(draft)
            if told.user.isControl { controls += 1 }
            world.snapshots.removeAll(keepingCapacity: true)
        }
        let share = Double(controls) / Double(count) * 100
        #expect(abs(share - percentage) < 1.2)
        if percentage == 0 { #expect(controls == 0) }
        if percentage == 100 { #expect(controls == count) }
    }

    @Test func `the same users are in the control group wherever they come to be`() throws {
        var random = SplitMix64(state: 0xC1)
        let keys = (0..<200).map { _ in UserKey(hash: random.next()) }
        let groups = try (0..<2).map { _ in
            var world = FoldWorld(users: keys.map(\.number))
            world.controlPercentage = 30
            return try keys.map { try world.identify($0.number)?.user.isControl }
        }
        #expect(groups[0] == groups[1])
        #expect(Set(groups[0]).count == 2)
    }

    @Test func `a user stays in the group that was drawn at first`() throws {
        var world = FoldWorld()
        world.controlPercentage = 100
        try world.identify()
        world.controlPercentage = 0
        #expect(try world.identify { $0.name = .set("Ada") }?.user.isControl == true)
    }

    private static func ada(_ change: inout UserChange) {
        change.name = .set("Ada")
        change.email = .set("ada@example.org")
        change.zone = .set("Europe/Berlin")
        change.signUpOn = .set(CivilDate(dayNumber: 20_000))
        change.deviceTokens = .set(["t1"])
        change.subscribesToEmails = true
    }

    private static func worldWithAda() throws -> FoldWorld {
        var world = FoldWorld()
        try world.identify(1, ada)
        return world
    }
}
