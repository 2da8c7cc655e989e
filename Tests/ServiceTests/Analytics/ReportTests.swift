import Analytics
import Catalogue
import CivilTime
import Engine
import Service
import Storage
import Testing

/// What answers say of a small history that can be counted by hand.
@Suite struct ReportTests {
    private let world: ServiceWorld
    /// 2025-03-15, a Saturday.
    private let first = CivilDate(dayNumber: 20_162)

    init() async throws {
        world = try await ServiceWorld()
        try await world.createStreak()
        for hours in [0, 24, 48] as [Int64] {
            world.setClock(hours: hours)
            try await world.record(hours: hours)
            if hours != 24 { try await world.record(world.draft(7, user: "ben")) }
        }
        world.setClock(hours: 24 * 40)
        try await world.finishRounds()
    }

    private func texts(_ report: Report, _ columns: String...) -> [String] {
        report.rows.map { row in
            columns.map { name in
                switch row[report.columns.firstIndex(of: name) ?? 0] {
                case .text(let text): text
                case .count(let count): String(count)
                case .number(let number): "\(number)"
                case .date(let date): date.iso8601
                case .nothing: "-"
                }
            }.joined(separator: " ")
        }
    }

    private func scope(_ days: ClosedRange<Int>) -> ReportScope {
        ReportScope(days: first.adding(days: days.lowerBound)...first.adding(days: days.upperBound))
    }

    @Test func `active users are counted by day, week and month`() async throws {
        let view = try await world.service.catalogue.view(of: world.live)
        let report = try await world.service.analytics.activity(of: nil, in: view, scope(-1...3))
        #expect(report.isComplete)
        #expect(
            texts(report, "active", "week", "month", "events") == [
                "0 0 0 0", "2 2 2 2", "1 2 2 1", "2 2 2 2", "0 2 2 0",
            ]
        )
        let later = try await world.service.analytics.activity(of: nil, in: view, scope(8...9))
        #expect(texts(later, "active", "week", "month") == ["0 2 2", "0 0 2"])
        let metric = try await world.metric()
        let totals = try await world.service.analytics.activity(
            of: metric,
            in: view,
            scope(0...2)
        )
        #expect(texts(totals, "events", "total") == ["2 8.0", "1 1.0", "2 8.0"])
    }

    @Test func `streaks begin, are lost, and have lengths`() async throws {
        let view = try await world.service.catalogue.view(of: world.live)
        let streak = try #require(view.rulebook.primaryStreak ?? view.rulebook.streaks.first).id
        let days = try await world.service.analytics.streakDays(of: streak, in: view, scope(0...4))
        #expect(
            texts(days, "alive", "begun", "lost") == [
                "2 2 0", "2 0 1", "2 1 0", "2 0 2", "0 0 0",
            ]
        )
        let lengths = try await world.service.analytics.streakLengths(
            of: streak,
            in: view,
            scope(2...2)
        )
        #expect(texts(lengths, "first", "users").prefix(4) == ["1 1", "2 0", "3 1", "4 0"])
    }

    @Test func `who came back is counted by age`() async throws {
        let view = try await world.service.catalogue.view(of: world.live)
        let streak = try #require(view.rulebook.streaks.first).id
        let report = try await world.service.analytics.retention(
            by: .streak(streak, length: 3, within: .seven),
            .day,
            today: first.adding(days: 40),
            in: view,
            scope(0...0)
        )
        #expect(
            texts(report, "age", "group", "users", "active").prefix(6) == [
                "0 those 1 1", "0 others 1 1", "1 those 1 1", "1 others 1 0", "2 those 1 1",
                "2 others 1 1",
            ]
        )
        let funnel = try await world.service.analytics.funnel(
            of: streak,
            today: first.adding(days: 40),
            in: view,
            scope(0...0)
        )
        #expect(
            texts(funnel, "step", "users") == [
                "signedUp 2", "active 2", "returned 2", "streak3 1", "streak7 0", "streak14 0",
                "streak30 0",
            ]
        )
    }

    @Test func `an age that not all have come to is left out`() async throws {
        let view = try await world.service.catalogue.view(of: world.live)
        let report = try await world.service.analytics.retention(
            by: .nothing,
            .day,
            // The week of sign-up ends with the day after the first.
            today: first.adding(days: 3),
            in: view,
            scope(0...0)
        )
        #expect(texts(report, "age", "users", "active") == ["0 2 2", "1 2 1"])
    }
}
