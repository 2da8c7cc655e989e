import CivilTime
import Engine
import Testing

/// What happens to the record of a user is told by the names of what changed, never by the values.
@Suite struct UserFactTests {
    private static func told(_ world: FoldWorld) -> [String] {
        world.snapshot().facts.told.compactMap { fact in
            UserFact(fact).map { "\($0.kind.rawValue) \($0.fields.joined(separator: ","))" }
        }
    }

    private static func change(_ body: (inout UserChange) -> Void) -> UserChange {
        var change = UserChange()
        body(&change)
        return change
    }

    @Test(
        arguments: [
            Row("nothing", UserChange(), []),
            Row("the name", change { $0.name = .set("Bea") }, ["user.changed name"]),
            Row("the same name", change { $0.name = .set("Ada") }, []),
            Row("the name, cleared", change { $0.name = .clear }, ["user.changed name"]),
            Row("the zone", moving(to: "Asia/Tokyo"), ["user.changed tz"]),
            Row(
                "mail, declined",
                change { $0.subscribesToEmails = false },
                ["user.changed subscribeToEmails"]
            ),
            Row(
                "an attribute and the address",
                change { change in
                    change.attributes = ["plan": "pro"]
                    change.email = .set("ada@example.org")
                },
                ["user.changed email,attributes.plan"]
            ),
            Row(
                "the devices",
                change { $0.deviceTokens = .set(["a"]) },
                ["user.changed deviceTokens"]
            ),
        ] as [Row<UserChange, [String]>]
    )
    func `a change is told once, with what it changed`(row: Row<UserChange, [String]>) throws {
        var world = FoldWorld()
        try world.identify { $0.name = .set("Ada") }
        #expect(Self.told(world) == ["user.created name"])
        for _ in 0..<2 {
            try world.identify { $0 = row.input }
            #expect(Self.told(world) == ["user.created name"] + row.expected)
        }
    }

    @Test func `an event tells of a new user first, and of a refused change nothing`() throws {
        var world = FoldWorld()
        try world.record(event(change: Self.change { $0.attributes = ["plan": "pro"] }))
        #expect(Self.told(world) == ["user.created attributes.plan"])
        #expect(throws: Refusal.self) {
            try world.record(
                event(
                    change: Self.change { change in
                        change.name = .set("Ada")
                        change.attributes = ["no": "such"]
                    }
                )
            )
        }
        #expect(Self.told(world) == ["user.created attributes.plan"])
        #expect(world.snapshot().facts.told.first?.at == world.now)
    }

    @Test func `every kind of fact is listed once, and those of before are the usual ones`() {
        let names = Fact.Kind.all.map(\.rawValue)
        #expect(names.count == Set(names).count)
        #expect(Fact.Kind.usual.allSatisfy(Fact.Kind.all.contains))
        #expect(!Fact.Kind.usual.contains(Fact.Kind(.created as UserFact.Kind)))
    }

    @Test(
        arguments: [
            UserFact(kind: .created, at: .epoch, fields: ["name"]),
            UserFact(kind: .changed, at: .epoch, fields: ["tz", "attributes.plan"]),
            UserFact(kind: .erased, at: .epoch, idDigest: "ab"),
        ]
    )
    func `a fact about a user says the same after the envelope`(fact: UserFact) {
        #expect(UserFact(Fact(fact)) == fact)
    }

    @Test func `a fact about the configuration says the same after the envelope`() {
        for change in ConfigurationFact.Change.allCases {
            let fact = ConfigurationFact(
                item: "metric",
                id: "m1",
                key: change == .archived ? nil : "steps",
                change: change,
                at: .epoch
            )
            #expect(ConfigurationFact(Fact(fact)) == fact)
            #expect(UserFact(Fact(fact)) == nil)
        }
    }
}
