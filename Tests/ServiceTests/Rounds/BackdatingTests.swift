import Catalogue
import CivilTime
import Engine
import Reading
import Rounds
import Storage
import Testing

@testable import Service

@Suite struct BackdatingTests {
    private static func smallSteps() -> ServiceLimits {
        var limits = ServiceLimits()
        limits.rounds.maximumBackdatedUsers = 3
        limits.reading.maximumPreviewedUsers = 3
        return limits
    }

    /// Ten users, of whom the later half has ten steps, told over ten seconds.
    private static func world() async throws -> ServiceWorld {
        let world = try await ServiceWorld(limits: smallSteps())
        for number in 0..<10 {
            try await world.record(world.draft(number < 5 ? 1 : 10, user: "u\(number)"))
            world.clock.advance(seconds: 1)
        }
        return world
    }

    private static func create(in world: ServiceWorld) async throws -> Achievement {
        let metric = try await world.metricID()
        return try await world.create(
            active("ten", .metric) {
                $0.metric = metric
                $0.amount = Amount(10)
            }
        )[0]
    }

    @Test func `users who have what it takes are found, and the progress can be read`() async throws
    {
        let world = try await Self.world()
        let achievement = try await Self.create(in: world)
        let before = try await world.service.catalogue.backdating(of: achievement.id)
        #expect(before?.total == 10)
        #expect(before?.finishedAt == nil)
        #expect(try await world.completions() == ["ten": 0])

        #expect(try await world.service.backdateOnce())
        #expect(try await world.service.catalogue.backdating(of: achievement.id)?.scanned == 3)
        try await world.service.backdate()
        let after = try await world.service.catalogue.backdating(of: achievement.id)
        #expect(after?.scanned == 10)
        #expect(after?.completed == 5)
        #expect(after?.finishedAt != nil)
        #expect(try await world.completions() == ["ten": 5])
        #expect(try await world.reached("u9") == ["ten"])
        #expect(try await world.record(world.draft(1, user: "u9")).first?.achievements == [])
    }

    @Test func `another process goes on where one was stopped`() async throws {
        let world = try await Self.world()
        let achievement = try await Self.create(in: world)
        for _ in 0..<2 { _ = try await world.service.backdateOnce() }
        let second = try world.secondService()
        defer { second.stop() }
        try await second.backdate()
        let search = try await world.service.catalogue.backdating(of: achievement.id)
        #expect(search?.scanned == 10)
        #expect(try await world.completions() == ["ten": 5])
    }

    @Test func `a step that was done twice completes nobody twice`() async throws {
        let world = try await Self.world()
        let achievement = try await Self.create(in: world)
        try await world.service.backdate()
        // As if the crash had come before the place was noted.
        try world.database.write { (connection) throws(StorageError) in
            try connection.backdatings.start(achievement.id, in: world.live, total: 10, at: .epoch)
        }
        try await world.service.backdate()
        #expect(try await world.service.catalogue.backdating(of: achievement.id)?.completed == 0)
        #expect(try await world.completions() == ["ten": 5])
    }

    @Test func `users who reach it while the search goes on are told, and counted once`()
        async throws
    {
        let world = try await Self.world()
        _ = try await Self.create(in: world)
        _ = try await world.service.backdateOnce()
        let names = try await world.record(world.draft(9, user: "u4")).flatMap(\.achievements)
            .map(\.achievement.name)
        #expect(names == ["ten"])
        try await world.service.erasure.erase("u5", in: world.live, home: world.live)
        try await world.service.backdate()
        #expect(try await world.completions() == ["ten": 5])
    }

    @Test(arguments: [
        Row("the same value", 10 as Int32, 5 as Int64), Row("a lower value", 1, 10),
        Row("a higher value", 100, 5),
    ])
    func `a change finds who now has what it takes, and takes nothing away`(
        row: Row<Int32, Int64>
    ) async throws {
        let world = try await Self.world()
        let achievement = try await Self.create(in: world)
        try await world.service.backdate()
        var change = AchievementChange()
        change.publicID = achievement.publicID
        change.amount = Amount(row.input)
        _ = try await world.service.catalogue.updateAchievements([change], in: world.live)
        try await world.service.backdate()
        #expect(try await world.completions().values.first == row.expected)
    }

    @Test func `activation finds them, of composites and anniversaries too`() async throws {
        let world = try await Self.world()
        let ten = try await Self.create(in: world)
        try await world.tell("u1") { $0.signUpOn = .set(CivilDate(dayNumber: 19_000)) }
        var drafts = [
            active("whole", .composite) { $0.parts = [ten.publicID] },
            active("years", .anniversary) { $0.years = 2 },
        ]
        for index in drafts.indices { drafts[index].status = .inactive }
        let made = try await world.service.catalogue.createAchievements(drafts, in: world.live)
            .map { try $0.get() }
        try await world.service.backdate()
        #expect(try await world.completions() == ["ten": 5, "whole": 0, "years": 0])
        let changes = made.map { achievement in
            var change = AchievementChange()
            change.publicID = achievement.publicID
            change.status = .active
            return change
        }
        _ = try await world.service.catalogue.updateAchievements(changes, in: world.live)
        try await world.service.backdate()
        #expect(try await world.completions() == ["ten": 5, "whole": 5, "years": 1])
    }

    @Test func `anniversaries that nobody looks at are recorded all the same`() async throws {
        let world = try await Self.world()
        _ = try await world.create(active("year", .anniversary) { $0.years = 1 })
        try await world.service.backdate()
        try await world.tell("u1") { $0.signUpOn = .set(CivilDate(dayNumber: 19_798)) }
        try await world.service.recordAnniversaries()
        #expect(try await world.completions() == ["year": 0])
        world.clock.advance(seconds: 86_400)
        try await world.service.recordAnniversaries()
        #expect(try await world.completions() == ["year": 1])
    }

    @Test(arguments: 0..<6) func `a preview says how many a search will complete`(
        seed: UInt64
    ) async throws {
        var random = SplitMix64(state: seed)
        let world = try await ServiceWorld(limits: Self.smallSteps())
        _ = try await world.service.catalogue.createAttributes(
            [AttributeDraft(kind: .event, key: "device", name: "Device")],
            in: world.live
        )
        for number in 0..<12 {
            for _ in 0..<3 {
                var draft = world.draft(
                    Int32.random(in: -3...9, using: &random),
                    user: "u\(number)"
                )
                draft.attributes = ["device": Bool.random(using: &random) ? "ios" : "web"]
                try await world.record(draft)
            }
            let plan = Bool.random(using: &random) ? "pro" : "free"
            try await world.tell("u\(number)") { $0.attributes = ["plan": plan] }
        }
        let metric = try await world.metricID()
        let device = try await world.attributeID(.event, "device")
        let plan = try await world.attributeID(.user, "plan")
        let view = try await world.service.catalogue.view(of: world.live)
        for number in 0..<4 {
            let draft = active("a\(number)", .metric) { draft in
                draft.metric = metric
                draft.amount = Amount(5)
                if number % 2 == 1 {
                    draft.eventAttributes = .set([.init(attribute: device, value: "ios")])
                }
                if number >= 2 {
                    draft.userAttributes = .set([.init(attribute: plan, value: "pro")])
                }
            }
            let preview = try await world.service.reading.previewAchievement(draft, in: view).get()
            let made = try await world.create(draft)[0]
            try await world.service.backdate()
            let search = try await world.service.catalogue.backdating(of: made.id)
            #expect(preview.users == 12)
            #expect(Int64(preview.completions) == search?.completed, "a\(number)")
            #expect(try await world.completions()["a\(number)"] == search?.completed)
        }
    }
}
