import Analytics
import Catalogue
import CivilTime
import Engine
import Intake
import Service
import Storage
import Testing

/// Random histories, after which the roll-ups have to be what they are when they are made from
/// nothing: with late, repeated and deleted events, users who move or are erased, freezes, points,
/// achievements and attributes.
@Suite struct RollUpHistoryTests {
    private static let ids = (0..<12).map { "u\($0)" }
    private static let zones = ["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "UTC"]

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `roll-ups are what they are when they are made from nothing`(seed: UInt64) async throws {
        var random = SplitMix64(state: seed &+ 4_711)
        let world = try await ServiceWorld()
        try await Self.setUp(world)
        var events: [EventID] = []
        for turn in 0..<240 {
            world.clock.advance(seconds: Int64.random(in: 1...14_400, using: &random))
            try await Self.act(on: world, &events, &random)
            guard turn % 60 == 59 else { continue }
            try await world.finishRounds()
            let kept = try await world.rollUps()
            #expect(!kept.isEmpty)
            try await world.service.analytics.recompute(world.live)
            try await world.finishRounds()
            let made = try await world.rollUps()
            let wrong = Set(kept.keys).union(made.keys).filter { kept[$0] != made[$0] }
            #expect(wrong.isEmpty, "\(wrong.prefix(3)): \(wrong.compactMap { kept[$0] }.prefix(3))")
        }
    }

    private static func setUp(_ world: ServiceWorld) async throws {
        try await world.createStreak { draft in
            draft.rule.freezes = FreezeRule(startCount: 1, maximum: 5)
            draft.rule.atRiskSeconds = 10_800
        }
        let metric = try await world.metricID()
        _ = try await world.create(
            active("Ten", .metric) { draft in
                draft.metric = metric
                draft.amount = Amount(10)
            },
            active("Three days", .streak) { $0.streakLength = 3 }
        )
        _ = try await world.service.catalogue.changeSettings(of: world.live) { settings in
            settings.analyticsAttributes = ["plan"]
        }
    }

    private static func act(
        on world: ServiceWorld,
        _ events: inout [EventID],
        _ random: inout SplitMix64
    ) async throws {
        let id = ids.randomElement(using: &random) ?? "u0"
        switch Int.random(in: 0..<20, using: &random) {
        case 0:
            let zone = zones.randomElement(using: &random) ?? "UTC"
            try await world.tell(id) { $0.zone = .set(zone) }
        case 1:
            let plan = ["free", "pro", nil].randomElement(using: &random) ?? nil
            try await world.tell(id) { $0.attributes = ["plan": plan] }
        case 2 where !events.isEmpty:
            let event = events.remove(at: Int.random(in: 0..<events.count, using: &random))
            _ = await result {
                try await world.service.intake.submit(DeleteEvent(event), in: world.live)
            }
        case 3:
            _ = await result {
                try await world.service.erasure.erase(id, in: world.live, home: world.live)
            }
        case 4:
            try await world.finishRounds()
        default:
            var draft = world.draft(Int32.random(in: 1...5, using: &random), user: id)
            if Int.random(in: 0..<4, using: &random) == 0 {
                draft.occurredAt = world.clock.now()
                    .adding(seconds: -Int64.random(in: 0...1_000_000, using: &random))
            }
            if let recorded = try await world.record(draft).first {
                events.append(recorded.id)
            }
        }
    }
}

extension ServiceWorld {
    /// Every number that is not zero.
    func rollUps() async throws -> [RollUpKey: RollUpValue] {
        try database.read { (connection) throws(StorageError) in
            let state = try connection.analyticsStates.find(live)
            return try connection.rollUps.all(of: live, generation: state?.generation ?? 0)
        }
    }
}
