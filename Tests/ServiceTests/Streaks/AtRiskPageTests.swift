import Catalogue
import CivilTime
import Engine
import Intake
import Testing

@testable import Reading
@testable import Service

/// The list of those at risk, over several definitions and page by page.
@Suite struct AtRiskPageTests {
    /// More than one definition's share of a look.
    private static let userCount = ReadingLimits.leastAtRiskLookups / 3 + 14

    /// Users with streaks of three definitions, whose days end at other times.
    private static func world() async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        let resets: [(String, Int)] = [("steps", 0), ("late", 9), ("later", 20)]
        for (key, hour) in resets {
            let reset = WallTime(hour: hour, minute: 0) ?? .midnight
            let window = CalendarWindow(unit: .day, resetTime: reset)
            var draft = StreakDraft(key: key, name: key, window: .calendar(window, zone: .utc))
            draft.rule.sources = [StreakSource(metric: try await world.metric())]
            let created = try await world.service.catalogue.createStreaks([draft], in: world.live)
                .first
            _ = try #require(created).get()
        }
        let drafts = (0..<userCount).map { number in
            var draft = world.draft(user: "u\(number)")
            draft.occurredAt = ServiceWorld.noon.adding(seconds: Int64(number) * 60)
            return draft
        }
        world.setClock(hours: 2)
        _ = try await world.service.intake.submit(RecordEvents(drafts), in: world.live)
        world.setClock(hours: 34)
        return world
    }

    private static func pages(
        of world: ServiceWorld,
        limit: Int
    ) async throws -> [[String]] {
        let view = try await world.service.catalogue.view(of: world.live)
        var pages: [[String]] = []
        var cursor: StreaksAtRisk.Cursor?
        repeat {
            let page = try await world.service.reading.streaksAtRisk(
                nil,
                in: view,
                minimumLength: 1,
                after: cursor,
                limit: limit
            )
            pages.append(page.streaks.map { "\($0.userID) \($0.definition.key)" })
            cursor = page.next
            try #require(pages.count < 200, "pages come to an end")
        } while cursor != nil
        return pages
    }

    @Test func `a streak that has gone on is shown once, beside its dead entry`() async throws {
        let world = try await ServiceWorld()
        try await world.createStreak()
        for day: Int64 in 0..<2 {
            world.setClock(hours: day * 24)
            try await world.record(hours: day * 24)
        }
        world.setClock(hours: 48)
        #expect(try await Self.pages(of: world, limit: 10) == [["ada steps"]])
    }

    @Test(arguments: [7, 35, 160, 200])
    func `pages of any size are the same list, each streak once`(limit: Int) async throws {
        let world = try await Self.world()
        let whole = try await Self.pages(of: world, limit: 1_000).flatMap { $0 }
        #expect(whole.count == Set(whole).count)
        #expect(whole.count == 2 * Self.userCount)
        let pages = try await Self.pages(of: world, limit: limit)
        #expect(pages.allSatisfy { $0.count <= limit })
        #expect(pages.flatMap { $0 } == whole)
    }
}
