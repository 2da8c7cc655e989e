import Catalogue
import CivilTime
import Engine
import Storage
import Testing

@testable import Service

@Suite struct StreakDefinitionTests {
    private static let daily = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)

    private static func draft(
        _ key: String = "reading",
        in world: ServiceWorld
    ) async throws
        -> StreakDraft
    {
        var draft = StreakDraft(key: key, name: key, window: daily)
        draft.rule.sources = [StreakSource(metric: try await world.metric())]
        return draft
    }

    private static func create(in world: ServiceWorld) async throws -> StreakDefinition {
        let drafts = [try await draft(in: world)]
        return try #require(
            try await world.service.catalogue.createStreaks(drafts, in: world.live).first
        )
        .get()
    }

    private static func update(
        _ streak: StreakDefinition,
        in world: ServiceWorld,
        _ body: (inout StreakChange) -> Void
    ) async throws -> StreakDefinition {
        var change = StreakChange()
        body(&change)
        let updates = [StreakUpdate(publicID: streak.publicID, change: change)]
        let results = try await world.service.catalogue.updateStreaks(updates, in: world.live)
        return try #require(results.first).get()
    }

    // MARK: - Versions (R13)

    @Test func `a rule that changes holds from now on, and the old one until then`() async throws {
        let world = try await ServiceWorld()
        let streak = try await Self.create(in: world)
        #expect(streak.versions.map(\.from) == [ServiceWorld.noon])
        try await world.record(world.draft())
        world.clock.advance(seconds: 60)
        let changed = try await Self.update(streak, in: world) { $0.gracePeriods = 2 }
        #expect(changed.versions.map(\.rule.gracePeriods) == [0, 2])
        #expect(
            changed.versions.map(\.from) == [
                ServiceWorld.noon, ServiceWorld.noon.adding(seconds: 60),
            ]
        )
        #expect(
            try await world.service.catalogue.view(of: world.live).rulebook.streaks == [changed]
        )
    }

    @Test func `a change of nothing, and what is no rule, make no version`() async throws {
        let world = try await ServiceWorld()
        let streak = try await Self.create(in: world)
        world.clock.advance(seconds: 60)
        let changed = try await Self.update(streak, in: world) { change in
            change.gracePeriods = 0
            change.window = Self.daily
            change.isPaused = false
            change.name = "Books"
            change.details = .set("D")
            change.isPrimary = true
            change.isCustomizable = true
            change.milestones = [StreakMilestone(threshold: 7)]
        }
        #expect(changed.versions.map(\.rule) == streak.versions.map(\.rule))
        #expect(changed.versions.map(\.from) == streak.versions.map(\.from))
        #expect(changed.name == "Books")
        #expect(changed.details == "D")
        #expect(changed.isPrimary && changed.isCustomizable)
        #expect(changed.milestones == [StreakMilestone(threshold: 7)])
        #expect(try await world.service.catalogue.streaks(in: world.live) == [changed])
    }

    @Test func `two changes at one moment are one, and a change back is none`() async throws {
        let world = try await ServiceWorld()
        var streak = try await Self.create(in: world)
        try await world.record(world.draft())
        world.clock.advance(seconds: 60)
        streak = try await Self.update(streak, in: world) { $0.gracePeriods = 1 }
        streak = try await Self.update(streak, in: world) { $0.gracePeriods = 2 }
        #expect(streak.versions.map(\.rule.gracePeriods) == [0, 2])
        streak = try await Self.update(streak, in: world) { $0.gracePeriods = 0 }
        #expect(streak.versions.map(\.rule.gracePeriods) == [0])
        #expect(try await world.service.catalogue.streaks(in: world.live) == [streak])
    }

    @Test func `a pause is a version, and so is its end`() async throws {
        let world = try await ServiceWorld()
        var streak = try await Self.create(in: world)
        world.clock.advance(seconds: 60)
        streak = try await Self.update(streak, in: world) { $0.isPaused = true }
        #expect(streak.status == .paused)
        world.clock.advance(seconds: 60)
        streak = try await Self.update(streak, in: world) { $0.isPaused = false }
        #expect(streak.status == .active)
        #expect(streak.versions.map(\.isPaused) == [false, true, false])
    }

    @Test func `what a sandbox planned for later goes when its clock is set back`() async throws {
        let world = try await ServiceWorld()
        let results = try await world.service.catalogue.createStreaks(
            [try await Self.sandboxDraft(world)],
            in: world.sandbox
        )
        let streak = try #require(results.first).get()
        var versions: [[Instant]] = []
        for (index, hour) in [8, 16, 12].enumerated() {
            try await world.record(world.draft(in: world.sandbox), in: world.sandbox)
            let held = ServiceWorld.noon.adding(seconds: Int64(hour) * 3_600)
            try await world.service.catalogue.setClock(of: world.sandbox, to: held)
            var change = StreakChange()
            change.gracePeriods = index + 1
            let updated = try await world.service.catalogue.updateStreaks(
                [StreakUpdate(publicID: streak.publicID, change: change)],
                in: world.sandbox
            )
            versions.append(try #require(updated.first).get().versions.map(\.from))
        }
        let moments = [0, 8, 16, 12].map { ServiceWorld.noon.adding(seconds: $0 * 3_600) }
        #expect(
            versions == [
                [moments[0], moments[1]], [moments[0], moments[1], moments[2]],
                [moments[0], moments[1], moments[3]],
            ]
        )
    }

    private static func sandboxDraft(_ world: ServiceWorld) async throws -> StreakDraft {
        var draft = StreakDraft(key: "s", name: "S", window: daily)
        draft.rule.sources = [StreakSource(metric: try await world.metric(in: world.sandbox))]
        return draft
    }

    @Test func `a rule changes so many times, and no more`() async throws {
        var limits = ServiceLimits()
        limits.catalogue.maximumStreakVersions = 2
        let world = try await ServiceWorld(limits: limits)
        var streak = try await Self.create(in: world)
        try await world.record(world.draft())
        world.clock.advance(seconds: 1)
        streak = try await Self.update(streak, in: world) { $0.gracePeriods = 1 }
        try await world.record(world.draft())
        world.clock.advance(seconds: 1)
        await #expect(throws: ItemIssue.self) {
            try await Self.update(streak, in: world) { $0.gracePeriods = 2 }
        }
        #expect(
            try await world.service.catalogue.streaks(in: world.live).map(\.versions) == [
                streak.versions
            ]
        )
    }

    // MARK: - Keys, the primary one, and limits

    @Test func `a key is taken once, the archived one is free, and items fail one by one`()
        async throws
    {
        let world = try await ServiceWorld()
        let drafts = [try await Self.draft("a", in: world), try await Self.draft("b", in: world)]
        let results = try await world.service.catalogue.createStreaks(
            drafts + drafts,
            in: world.live
        )
        #expect(results.map(\.isSuccess) == [true, true, false, false])
        let id = try #require(results.first).get().publicID
        let archived = try await world.service.catalogue.archiveStreaks([id, id], in: world.live)
        #expect(archived.map(\.isSuccess) == [true, false])
        let again = try await world.service.catalogue.createStreaks([drafts[0]], in: world.live)
        #expect(again.map(\.isSuccess) == [true])
        let all = try await world.service.catalogue.streaks(in: world.live)
        #expect(all.map(\.status) == [.archived, .active, .active])
        let inUse = try await world.service.catalogue.view(of: world.live).rulebook.streaks
        #expect(inUse.map(\.key) == ["b", "a"])
    }

    @Test func `making one primary takes that from the other, in one call too`() async throws {
        let world = try await ServiceWorld()
        var drafts = [try await Self.draft("a", in: world), try await Self.draft("b", in: world)]
        for index in drafts.indices { drafts[index].isPrimary = true }
        let created = try await world.service.catalogue.createStreaks(drafts, in: world.live)
        let streaks = try created.map { try $0.get() }
        #expect(streaks.map(\.isPrimary) == [false, true])
        let changed = try await Self.update(streaks[0], in: world) { $0.isPrimary = true }
        let all = try await world.service.catalogue.streaks(in: world.live)
        #expect(all.map(\.isPrimary) == [true, false])
        _ = try await world.service.catalogue.archiveStreaks([changed.publicID], in: world.live)
        #expect(
            try await world.service.catalogue.view(of: world.live).rulebook.primaryStreak == nil
        )
    }

    @Test func `a workspace has so many streaks, archived ones not counted`() async throws {
        var limits = ServiceLimits()
        limits.catalogue.maximumStreaks = 2
        let world = try await ServiceWorld(limits: limits)
        var drafts: [StreakDraft] = []
        for key in ["a", "b", "c"] { drafts.append(try await Self.draft(key, in: world)) }
        let results = try await world.service.catalogue.createStreaks(drafts, in: world.live)
        #expect(results.map(\.isSuccess) == [true, true, false])
        let id = try #require(results.first).get().publicID
        _ = try await world.service.catalogue.archiveStreaks([id], in: world.live)
        let again = try await world.service.catalogue.createStreaks([drafts[2]], in: world.live)
        #expect(again.map(\.isSuccess) == [true])
    }

    @Test func `what another workspace has cannot be counted, changed or archived`() async throws {
        let world = try await ServiceWorld()
        let foreign = try await Self.draft(in: world)
        let created = try await world.service.catalogue.createStreaks([foreign], in: world.sandbox)
        #expect(created.map(\.isSuccess) == [false])
        let streak = try await Self.create(in: world)
        let archived = try await world.service.catalogue.archiveStreaks(
            [streak.publicID],
            in: world.sandbox
        )
        #expect(archived.map(\.isSuccess) == [false])
        let updated = try await world.service.catalogue.updateStreaks(
            [StreakUpdate(publicID: streak.publicID, change: StreakChange())],
            in: world.sandbox
        )
        #expect(updated.map(\.isSuccess) == [false])
        #expect(try await world.service.catalogue.streaks(in: world.live) == [streak])
    }

    @Test func `another process judges by the new rule at once`() async throws {
        var limits = ServiceLimits()
        limits.catalogue.maximumConfigurationAge = .zero
        let world = try await ServiceWorld(limits: limits)
        let other = try world.secondService()
        defer { other.stop() }
        #expect(try await world.service.catalogue.view(of: world.live).rulebook.streaks.isEmpty)
        let drafts = [try await Self.draft(in: world)]
        let results = try await other.catalogue.createStreaks(drafts, in: world.live)
        let streak = try #require(results.first).get()
        #expect(try await world.service.catalogue.view(of: world.live).rulebook.streaks == [streak])
    }
}
