import CivilTime
import Engine
import Testing

@Suite struct AchievementTests {
    // MARK: Metrics

    @Test(arguments: [
        Row("below", [9], [[]]),
        Row("exactly", [10], [["1"]]),
        Row("beyond", [11], [["1"]]),
        Row("in steps", [4, 5, 1, 1], [[], [], ["1"], []]),
        Row("down and up again", [10, -5, 5], [["1"], [], []]),
        Row("several at once, lowest first", [100], [["1", "2", "3"]]),
        Row("one by one", [10, 10, 10], [["1"], ["2"], ["3"]]),
    ]) func `a total reaches what it rises past, once`(row: Row<[Int32], [[String]]>) throws {
        var world = AchievementWorld([
            achievement(3, steps(30)), achievement(1, steps(10)), achievement(2, steps(20)),
        ])
        let reached = try row.input.map { try world.record(event($0)) }
        #expect(reached == row.expected)
    }

    @Test func `of the same threshold the oldest comes first`() throws {
        var world = AchievementWorld([
            achievement(2, steps(10)), achievement(1, steps(10)), achievement(3, steps(5)),
        ])
        #expect(try world.record(event(10)) == ["3", "1", "2"])
    }

    @Test func `another metric's total reaches nothing`() throws {
        var world = AchievementWorld([achievement(1, steps(10))])
        #expect(try world.record(event(10, metric: "money")) == [])
    }

    @Test(arguments: [
        Row("inactive", Achievement.Status.inactive, [] as [String]),
        Row("locked", .locked, []),
        Row("active", .active, ["1"]),
    ]) func `only an active achievement is reached`(
        row: Row<Achievement.Status, [String]>
    ) throws {
        var world = AchievementWorld([achievement(1, steps(10), status: row.input)])
        #expect(try world.record(event(10)) == row.expected)
    }

    @Test func `taking an event back takes nothing away`() throws {
        var world = AchievementWorld([achievement(1, steps(10))])
        try world.record(event(10))
        world.remember()
        try world.apply(DeleteEvent(EventID(number: 1, user: UserKey(1))))
        #expect(world.reached == ["1"])
        #expect(try world.record(event(10)) == [])
    }

    @Test func `taking a deduction back may reach something, in silence`() throws {
        var world = AchievementWorld([achievement(1, steps(10)), achievement(2, all(1))])
        try world.record(event(-5))
        try world.record(event(12))
        #expect(world.reached == [])
        world.remember()
        try world.apply(DeleteEvent(EventID(number: 1, user: UserKey(1))))
        #expect(world.reached == ["1", "2"])
    }

    @Test func `an event that is refused reaches nothing`() throws {
        var world = AchievementWorld([achievement(1, steps(1))])
        #expect(throws: Refusal.self) {
            try world.apply(RecordEvents([event(5), event(5, metric: "nope")]))
        }
        #expect(world.reached == [])
    }

    @Test func `a replay reaches nothing`() throws {
        var world = AchievementWorld([achievement(1, steps(10))])
        #expect(try world.record(event(10, key: "k")) == ["1"])
        #expect(try world.record(event(10, key: "k")) == [])
    }

    // MARK: Filters of events

    @Test func `only events that carry what is asked for count`() throws {
        var world = AchievementWorld([
            achievement(1, steps(10, device: "ios")), achievement(2, steps(30)),
        ])
        #expect(try world.record(event(20)) == [])
        #expect(try world.record(event(9, attributes: ["device": "ios"])) == [])
        #expect(try world.record(event(9, attributes: ["device": "android"])) == ["2"])
        #expect(try world.record(event(1, attributes: ["device": "ios"])) == ["1"])
    }

    @Test func `events that are taken back no longer count for a filter`() throws {
        var world = AchievementWorld([achievement(1, steps(10, device: "ios"))])
        try world.record(event(9, attributes: ["device": "ios"]))
        world.remember()
        try world.apply(DeleteEvent(EventID(number: 1, user: UserKey(1))))
        #expect(try world.record(event(1, attributes: ["device": "ios"])) == [])
        #expect(try world.record(event(9, attributes: ["device": "ios"])) == ["1"])
    }

    @Test func `filtered and plain thresholds are told in one order`() throws {
        var world = AchievementWorld([
            achievement(1, steps(3)), achievement(2, steps(2, device: "ios")),
            achievement(3, steps(1)),
        ])
        #expect(try world.record(event(5, attributes: ["device": "ios"])) == ["3", "2", "1"])
    }

    @Test func `a filter counts while nobody can reach what it is for`() throws {
        var world = AchievementWorld([
            achievement(1, steps(10, device: "ios"), status: .inactive)
        ])
        try world.record(event(9, attributes: ["device": "ios"]))
        world.achievements[0].status = .active
        #expect(try world.record(event(1, attributes: ["device": "ios"])) == ["1"])
    }

    // MARK: Attributes of users

    @Test func `a user with other attributes reaches nothing until they are right`() throws {
        var world = AchievementWorld([
            achievement(1, steps(10), plan: "pro"), achievement(2, all(1)),
        ])
        #expect(try world.record(event(10)) == [])
        try world.identify { $0.attributes = ["plan": "free"] }
        #expect(world.reached == [])
        try world.identify { $0.attributes = ["plan": "pro"] }
        #expect(world.reached == ["1", "2"])
    }

    @Test func `attributes that come with the event count for it`() throws {
        var world = AchievementWorld([achievement(1, steps(10), plan: "pro")])
        var change = UserChange()
        change.attributes = ["plan": "pro"]
        #expect(try world.record(event(10, change: change)) == ["1"])
    }

    // MARK: Composites

    @Test func `a composite follows its last part, at any depth, in the same answer`() throws {
        var world = AchievementWorld([
            achievement(1, all(2, 5)), achievement(2, all(3, 4)),
            achievement(3, steps(10)), achievement(4, steps(20)), achievement(5, .api(key: "a")),
        ])
        #expect(try world.record(event(10)) == ["3"])
        #expect(try world.record(event(10)) == ["4", "2"])
        _ = try world.complete("a")
        #expect(world.reached == ["1", "2", "3", "4", "5"])
    }

    @Test func `parts come before the whole, however they were numbered`() throws {
        var world = AchievementWorld([
            achievement(1, all(2)), achievement(2, all(4)), achievement(3, all(4)),
            achievement(4, steps(1)),
        ])
        #expect(try world.record(event(1)) == ["4", "2", "1", "3"])
    }

    // MARK: Calls

    @Test func `a second call is told of the first`() throws {
        var world = AchievementWorld([achievement(1, .api(key: "tour"))])
        let first = try world.complete("tour")
        world.now = world.now.adding(seconds: 60)
        let second = try world.complete("tour")
        #expect(second?.achievement == first?.achievement)
        #expect(second?.achievedAt == first?.achievedAt)
        #expect(first?.isRepeated == false && second?.isRepeated == true)
        #expect(first?.achievedAt == FoldWorld.noon)
        #expect(world.snapshots[UserKey(1)]?.achievements.newCompletions.count == 1)
    }

    @Test(arguments: [
        Row("unknown", "nope", Refusal.Code.unknownAchievement),
        Row("inactive", "hidden", .unknownAchievement),
        Row("locked", "locked", .invalidValue),
        Row("closed to the user", "pro", .invalidValue),
    ]) func `what cannot be completed is refused, and nobody comes to be`(
        row: Row<String, Refusal.Code>
    ) throws {
        var world = AchievementWorld([
            achievement(1, .api(key: "hidden"), status: .inactive),
            achievement(2, .api(key: "locked"), status: .locked),
            achievement(3, .api(key: "pro"), plan: "pro"),
        ])
        let refusal = #expect(throws: Refusal.self) { _ = try world.complete(row.input) }
        #expect(refusal?.code == row.expected)
        #expect(world.snapshots[UserKey(1)]?.user == nil)
    }

    @Test func `who has a locked achievement is told so again`() throws {
        var world = AchievementWorld([achievement(1, .api(key: "tour"))])
        let first = try world.complete("tour")
        world.achievements[0].status = .locked
        #expect(try world.complete("tour")?.achievedAt == first?.achievedAt)
    }

    // MARK: Anniversaries

    @Test(arguments: [
        Row("the day before", "2024-03-16", nil as String?),
        Row("the day", "2024-03-15", "2025-03-15T00:00:00.000Z"),
        Row("long ago", "2020-01-31", "2021-01-31T00:00:00.000Z"),
        Row("on a leap day", "2024-02-29", "2025-02-28T00:00:00.000Z"),
        Row("never", "", nil),
    ]) func `an anniversary is reached with the beginning of its day`(
        row: Row<String, String?>
    ) throws {
        var world = AchievementWorld([achievement(1, .anniversary(years: 1))])
        let day = row.input.isEmpty ? nil : try CivilDate(iso8601: row.input)
        try world.identify { $0.signUpOn = day.map { .set($0) } ?? .clear }
        let completions = world.snapshots[UserKey(1)]?.achievements.completions
        #expect(completions?[AchievementID(1)]?.achievedAt.iso8601 == row.expected)
    }

    @Test func `the day is the one in the user's zone`() throws {
        for (zone, expected) in [("Pacific/Kiritimati", ["1"]), ("Pacific/Pago_Pago", [])] {
            var world = AchievementWorld([achievement(1, .anniversary(years: 1))])
            try world.identify {
                $0.zone = .set(zone)
                $0.signUpOn = .set(CivilDate(dayNumber: 19_798))  // 2024-03-16
            }
            #expect(world.reached == expected, "\(zone)")
        }
    }

    @Test func `of several anniversaries each that has come is reached, on its own day`() throws {
        var world = AchievementWorld(
            [3, 1, 2, 5].map { achievement(Int64($0), .anniversary(years: $0)) }
        )
        // Signed up on 15 March 2022, three years before now.
        let day = try CivilDate(iso8601: "2022-03-15")
        try world.identify { $0.signUpOn = .set(day) }
        let completions = try #require(world.snapshots[UserKey(1)]?.achievements.completions)
        let dates = [1, 2, 3, 5].map { completions[AchievementID($0)]?.achievedAt.iso8601 }
        #expect(
            dates == [
                "2023-03-15T00:00:00.000Z", "2024-03-15T00:00:00.000Z", "2025-03-15T00:00:00.000Z",
                nil,
            ]
        )
    }

    @Test(arguments: [nil, "ios"] as [String?])
    func `a total that falls and rises again reaches what is new alone`(device: String?) throws {
        var world = AchievementWorld([
            achievement(1, steps(5, device: device)), achievement(2, steps(10, device: device)),
        ])
        let attributes = device.map { ["device": $0] } ?? [:]
        var told: [[String]] = []
        for amount: Int32 in [4, -3, 4, -4, 4, 5, -10, 10] {
            told.append(try world.record(event(amount, attributes: attributes)))
        }
        #expect(told == [[], [], ["1"], [], [], ["2"], [], []])
    }

    @Test func `an anniversary that came since is recorded with the next event, untold`() throws {
        var world = AchievementWorld([achievement(1, .anniversary(years: 1))])
        try world.identify { $0.signUpOn = .set(CivilDate(dayNumber: 19_798)) }
        #expect(world.reached == [])
        world.now = world.now.adding(seconds: 5 * 86_400)
        #expect(try world.record(event()) == [])
        #expect(world.reached == ["1"])
    }

    // MARK: Names

    @Test func `a completion's name is a UUID of version 8 that tells two apart`() {
        let names = [(1, 1), (1, 2), (2, 1), (5_000, 1)].map { achievement, user in
            CompletionID(achievement: AchievementID(achievement), user: UserKey(user)).description
        }
        #expect(Set(names).count == names.count)
        #expect(names[0] == "00000000-0000-8001-8000-000000000001")
        #expect(names[3] == "00000000-0001-8388-8000-000000000001")
    }
}

extension AchievementWorld {
    /// Has the fold know of the events that it took in, as if they had been loaded.
    fileprivate mutating func remember() {
        for event in snapshots[UserKey(1)]?.totals.newEvents ?? [] {
            snapshots[UserKey(1)]?.learn(event: event, named: event.id)
        }
    }
}
