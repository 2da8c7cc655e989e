import Catalogue
import CivilTime
import Engine
import Testing

@testable import Service

/// A streak that is about to end is told, once in a period, at the moment its definition names.
@Suite struct AtRiskTests {
    private static let hour: Int64 = 3_600

    private static func told(_ world: ServiceWorld) throws -> [String] {
        try world.told(.started, .extended, .atRisk, .lost).map { fact in
            let end = fact.endsAt.map { " until \($0)" } ?? ""
            return "\(fact.at) \(fact.kind.rawValue) \(fact.length)\(end)"
        }
    }

    @Test(arguments: [1, 5, 24, 100])
    func `a day's last hours are told, however often rounds come`(hours: Int64) async throws {
        let world = try await ServiceWorld()
        try await world.createStreak { $0.rule.atRiskSeconds = 4 * Self.hour }
        try await world.record(hours: 0)
        var passed: Int64 = 0
        while passed < 100 {
            passed = min(100, passed + hours)
            world.setClock(hours: passed)
            try await world.finishRounds()
        }
        #expect(
            try Self.told(world) == [
                "2025-03-15T12:00:00.000Z streak.started 1",
                "2025-03-16T20:00:00.000Z streak.at_risk 1 until 2025-03-17T00:00:00.000Z",
                "2025-03-17T00:00:00.000Z streak.lost 1",
            ]
        )
    }

    @Test func `it is told once in a period, and not when that is satisfied or covered`()
        async throws
    {
        let world = try await ServiceWorld()
        try await world.createStreak { draft in
            draft.rule.atRiskSeconds = 4 * Self.hour
            draft.rule.condition = .count(minimum: 2)
            draft.rule.gracePeriods = 1
        }
        try await world.record(hours: 0)
        try await world.record(hours: 0)
        // The second day is covered by grace; the third is saved late, and the fourth is not.
        for hour: Int64 in 1...57 {
            world.setClock(hours: hour)
            try await world.finishRounds()
        }
        try await world.record(hours: 57)
        world.setClock(hours: 59)
        try await world.finishRounds()
        try await world.record(hours: 59)
        for hour: Int64 in 60...90 {
            world.setClock(hours: hour)
            try await world.finishRounds()
        }
        #expect(
            try Self.told(world) == [
                "2025-03-15T12:00:00.000Z streak.started 1",
                "2025-03-17T20:00:00.000Z streak.at_risk 1 until 2025-03-18T00:00:00.000Z",
                "2025-03-17T23:00:00.000Z streak.extended 2",
                "2025-03-18T20:00:00.000Z streak.at_risk 2 until 2025-03-19T00:00:00.000Z",
                "2025-03-19T00:00:00.000Z streak.lost 2",
            ]
        )
    }

    @Test func `a rolling streak is at risk before its deadline`() async throws {
        let world = try await ServiceWorld()
        try await world.createStreak(window: .rolling(.seconds(24 * Self.hour))) { draft in
            draft.rule.atRiskSeconds = 3 * Self.hour
        }
        try await world.record(hours: 0)
        for hour: Int64 in [10, 30, 46, 60] {
            world.setClock(hours: hour)
            try await world.finishRounds()
        }
        #expect(
            try Self.told(world) == [
                "2025-03-15T12:00:00.000Z streak.started 1",
                "2025-03-17T09:00:00.000Z streak.at_risk 1 until 2025-03-17T12:00:00.000Z",
                "2025-03-17T12:00:00.000Z streak.lost 1",
            ]
        )
    }

    @Test func `seconds longer than the period make the whole of it a risk`() async throws {
        let world = try await ServiceWorld()
        try await world.createStreak { $0.rule.atRiskSeconds = 100 * Self.hour }
        try await world.record(hours: 0)
        world.setClock(hours: 13)
        try await world.finishRounds()
        #expect(
            try Self.told(world).last
                == "2025-03-16T00:00:00.000Z streak.at_risk 1 until 2025-03-17T00:00:00.000Z"
        )
    }

    @Test func `without seconds nobody is told`() async throws {
        let world = try await ServiceWorld()
        try await world.createStreak()
        try await world.record(hours: 0)
        world.setClock(hours: 100)
        try await world.finishRounds()
        #expect(try world.told(.atRisk).isEmpty)
    }
}
