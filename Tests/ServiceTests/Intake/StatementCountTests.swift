import Catalogue
import CivilTime
import Engine
import Intake
import SQLite
import Storage
import Testing

@testable import Service

/// What an event costs the database does not grow with the achievements that there are.
@Suite struct StatementCountTests {
    @Test func `a hundred achievements for streaks cost an event nothing until one is reached`()
        async throws
    {
        let none = try await Self.costs(achievements: 0..<0)
        let ahead = try await Self.costs(achievements: 10..<110)
        #expect(ahead == none)
        // From then on a longer streak has one statement look up all that the user has.
        let passed = try await Self.costs(achievements: 1..<101)
        #expect(zip(passed.dropFirst(2), none.dropFirst(2)).allSatisfy { $0 <= $1 + 4 })
        #expect(passed[3] == none[3])
    }

    @Test func `points cost an event nothing until a trigger fires`() async throws {
        let none = try await Self.costs(achievements: 0..<0)
        let quiet = try await Self.costs(achievements: 0..<0, unitsOfPoints: 1_000)
        // The first event of a process reads the rules.
        #expect(quiet.dropFirst() == none.dropFirst())
        // The balance is looked up; it and the row are stored.
        let firing = try await Self.costs(achievements: 0..<0, unitsOfPoints: 1)
        #expect(zip(firing.dropFirst(), none.dropFirst()).allSatisfy { $0 <= $1 + 4 })
    }

    /// The statements of the first and a second event of two days.
    private static func costs(
        achievements lengths: Range<Int>,
        unitsOfPoints: Int32? = nil
    ) async throws -> [Int] {
        let folder = try TemporaryFolder()
        let database = RecordingDatabase(try SQLiteDatabase(path: folder.path + "/laurel.db"))
        let clock = TestClock(ServiceWorld.noon)
        _ = try LaurelService.prepare(database, clock: clock)
        let service = try LaurelService(database: database, clock: clock)
        defer { service.stop() }
        let live = try await service.catalogue.homeWorkspace(of: .live)
        _ = try await service.catalogue.createMetrics(
            [MetricDraft(key: "steps", name: "Steps")],
            in: live
        )
        let metric = try #require(
            try await service.catalogue.view(of: live).rulebook.metric(key: "steps")
        )
        let window = StreakWindow.calendar(CalendarWindow(unit: .day), zone: .utc)
        var draft = StreakDraft(key: "daily", name: "Daily", window: window)
        draft.isPrimary = true
        draft.rule.sources = [StreakSource(metric: metric.id)]
        _ = try #require(try await service.catalogue.createStreaks([draft], in: live).first).get()
        let changes = lengths.map { length in
            var change = AchievementChange()
            change.name = "\(length) days"
            change.kind = .streak
            change.streakLength = length
            return change
        }
        for result in try await service.catalogue.createAchievements(changes, in: live) {
            _ = try result.get()
        }
        if let unitsOfPoints {
            var system = PointsSystemChange()
            system.key = "xp"
            system.fields.name = "XP"
            system.triggers = [
                givingPoints(10, for: .metric) {
                    $0.metric = metric.publicID
                    $0.threshold = Amount(unitsOfPoints)
                }
            ]
            _ = try await service.catalogue.createPointsSystems([system], in: live)[0].get()
        }
        var costs: [Int] = []
        for day: Int64 in 0..<2 {
            clock.set(to: ServiceWorld.noon.adding(seconds: day * 86_400))
            for _ in 0..<2 {
                _ = database.takeStatementCount()
                let event = EventDraft(
                    user: service.intake.userKey(of: "ada", in: live),
                    userID: "ada",
                    metricKey: "steps",
                    amount: Amount(1)
                )
                _ = try await service.intake.submit(RecordEvent(event), in: live)
                costs.append(database.takeStatementCount())
            }
        }
        return costs
    }
}
