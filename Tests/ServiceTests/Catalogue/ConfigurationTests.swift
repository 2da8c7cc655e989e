import Access
import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import ServiceRuntime
import Storage
import Testing
import Tokens

@testable import Service

@Suite struct ConfigurationTests {
    @Test func `what another process configures holds for the next event`() async throws {
        let world = try await ServiceWorld()
        let other = try world.secondService()
        defer { other.stop() }
        try await world.record(world.draft())

        _ = try await other.catalogue.createMetrics(
            [MetricDraft(key: "swims", name: "Swims")],
            in: world.live
        )
        let recorded = try await world.record(world.draft(metric: "swims"))
        #expect(recorded.map(\.metric.key) == ["swims"])

        let swims = try #require(recorded.first).metric
        _ = try await other.catalogue.deleteMetrics([swims.publicID], in: world.live)
        let late = await result { try await world.record(world.draft(metric: "swims")) }
        #expect(late.refusalCode == .unknownMetric)
    }

    @Test func `two processes with one database know the same users`() async throws {
        let world = try await ServiceWorld()
        let other = try world.secondService()
        defer { other.stop() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                let service = index.isMultiple(of: 2) ? world.service : other
                group.addTask {
                    let draft = world.draft(key: "k\(index / 4)")
                    _ = try await service.intake.submit(RecordEvents([draft]), in: world.live)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await world.total() == Amount(10))
        #expect(other.intake.userKey(of: "ada", in: world.live) == world.draft().user)
    }

    @Test func `a key that another process revoked soon opens nothing`() async throws {
        var limits = ServiceLimits()
        limits.catalogue.maximumConfigurationAge = .zero
        let world = try await ServiceWorld(limits: limits)
        let other = try world.secondService()
        defer { other.stop() }
        let new = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        _ = try await world.service.access.authenticate(key: new.text)
        #expect(try other.access.revokeKey(prefix: new.key.prefix))
        await #expect(throws: ServiceError.self) {
            try await world.service.access.authenticate(key: new.text)
        }
    }

    @Test func `a metric's key is taken once, and items fail one by one`() async throws {
        let world = try await ServiceWorld()
        let results = try await world.service.catalogue.createMetrics(
            ["a", "steps", "a", "b"].map { MetricDraft(key: $0, name: $0) },
            in: world.live
        )
        #expect(results.map(\.isSuccess) == [true, false, false, true])
        let keys = try await world.service.catalogue.view(of: world.live).rulebook.metrics.map(
            \.key
        )
        #expect(keys == ["steps", "money", "a", "b"])
    }

    // MARK: - The sandbox's clock

    @Test func `a sandbox lives by the clock that its owner sets`() async throws {
        let world = try await ServiceWorld()
        let held = try Instant(iso8601: "2030-01-01T00:00:00Z")
        try await world.service.catalogue.setClock(of: world.sandbox, to: held)
        #expect(try await world.service.catalogue.view(of: world.sandbox).now == held)
        try await world.record(world.draft(in: world.sandbox), in: world.sandbox)
        let events = try await world.service.reading.events(
            of: "ada",
            in: world.sandbox,
            after: nil,
            limit: 1
        )
        #expect(events.map(\.occurredAt) == [held])

        try await world.service.catalogue.setClock(of: world.sandbox, to: nil)
        #expect(try await world.service.catalogue.view(of: world.sandbox).now == world.clock.now())
    }

    @Test func `a clock that is set back takes later moves of users with it`() async throws {
        let world = try await ServiceWorld()
        try await world.move("ada", to: "Pacific/Honolulu")
        try await world.service.catalogue.setClock(
            of: world.sandbox,
            to: try Instant(iso8601: "2030-06-01T05:00:00Z")
        )
        try await world.move("ada", to: "Pacific/Kiritimati")
        let back = try Instant(iso8601: "2029-06-01T05:00:00Z")
        try await world.service.catalogue.setClock(of: world.sandbox, to: back)

        var told = world.draft(in: world.sandbox)
        told.occurredAt = back
        try await world.record(world.draft(in: world.sandbox), told, in: world.sandbox)
        let events = try await world.service.reading.events(
            of: "ada",
            in: world.sandbox,
            after: nil,
            limit: 9
        )
        #expect(events.map(\.day.iso8601) == ["2029-05-31", "2029-05-31"])

        try await world.move("ada", to: "Europe/London")
        let head = try await world.service.reading.exportHead(of: "ada", in: world.sandbox)
        #expect(head.stays.map(\.zone) == ["Pacific/Honolulu", "Europe/London"])
    }

    @Test func `a live workspace has no clock to set`() async throws {
        let world = try await ServiceWorld()
        let refused = await result {
            try await world.service.catalogue.setClock(of: world.live, to: .epoch)
        }
        #expect(refused.serviceCode == .forbidden)
        #expect(try await world.service.catalogue.view(of: world.live).now == world.clock.now())
    }

    // MARK: - Settings

    @Test func `settings come back as stored`() async throws {
        let world = try await ServiceWorld()
        var new = WorkspaceSettings()
        new.tokenLifetime.requiresEnd = true
        #expect(try await world.service.catalogue.settings(of: world.live) == new)
        var settings = WorkspaceSettings()
        settings.appName = "\"A\u{1F680}\\\n"
        settings.appURL = "https://example.org/?a=b&c"
        settings.brandColor = "#123456"
        settings.font = "SERIF"
        settings.logoURL = "https://example.org/l.png"
        settings.appIconURL = ""
        settings.controlRatio = 12.5
        settings.userActivationWindow = 30
        settings.aggregationPeriod = .monthly
        settings.tokenLifetime.maximumSeconds = 3_600
        let told = try await world.service.catalogue.changeSettings(of: world.live) { [settings] in
            $0 = settings
        }
        #expect(told == settings)
        #expect(try await world.service.catalogue.settings(of: world.live) == settings)
        #expect(try await world.service.catalogue.settings(of: world.sandbox) == new)
        #expect(
            try await world.service.catalogue.view(of: world.live).rulebook.controlPercentage
                == 12.5
        )
    }

    @Test(arguments: ["", "{}", "[]", "null", "{\"appName\":5}", "{\"controlRatio\":\"x\"}"])
    func `what a stored document lacks is as in a new workspace`(text: String) {
        #expect(WorkspaceSettings(stored: text) == WorkspaceSettings())
    }

    // MARK: - Erasing

    @Test func `somebody erased is unknown, and may come again with nothing`() async throws {
        let world = try await ServiceWorld()
        let old = try #require(try await world.record(world.draft(5)).first)
        try await world.service.erasure.erase("ada", in: world.live, home: world.live)
        let gone = await result { try await world.service.reading.user("ada", in: world.live) }
        #expect(gone.serviceCode == .notFound)
        let again = try await world.record(world.draft(2))
        #expect(again.map(\.total) == [Amount(2)])
        let deletion = await result {
            try await world.service.intake.submit(DeleteEvent(old.id), in: world.live)
        }
        #expect(deletion.refusalCode == .unknownEvent)
        let twice = await result {
            try await world.service.erasure.erase("nobody", in: world.live, home: world.live)
        }
        #expect(twice.serviceCode == .notFound)
    }
}

extension ServiceWorld {
    /// Has a user of the sandbox live in a zone from now on.
    fileprivate func move(_ user: String, to zone: String) async throws {
        var change = UserChange()
        change.zone = .set(zone)
        let draft = IdentifyUser(
            user: service.intake.userKey(of: user, in: sandbox),
            userID: user,
            change: change,
            createsUser: true
        )
        _ = try await service.intake.submit(draft, in: sandbox)
    }
}
