import Catalogue
import CivilTime
import Engine
import Intake
import SQLite
import Storage
import Testing

@testable import Service

/// Rows are written in one order by everybody, so that two processes never wait in a circle.
@Suite struct WriteOrderTests {
    /// The tables whose rows two groups may both change.
    private static let contended: Set<String> = ["\"user\"", "metric_day", "streak_period"]

    @Test func `users, days and streaks are written in the order of their keys`() async throws {
        let folder = try TemporaryFolder()
        let database = RecordingDatabase(try SQLiteDatabase(path: folder.path + "/laurel.db"))
        let clock = TestClock(ServiceWorld.noon)
        _ = try LaurelService.prepare(database, clock: clock)
        let service = try LaurelService(database: database, clock: clock)
        defer { service.stop() }
        let live = try await service.catalogue.homeWorkspace(of: .live)
        let drafts = ["steps", "money"].map { MetricDraft(key: $0, name: $0) }
        _ = try await service.catalogue.createMetrics(drafts, in: live)
        let view = try await service.catalogue.view(of: live)
        for (number, key) in ["steps", "money", "steps"].enumerated() {
            let window = StreakWindow.calendar(CalendarWindow(unit: .day), zone: .utc)
            var draft = StreakDraft(key: "s\(number)", name: "S", window: window)
            let metric = try #require(view.rulebook.metric(key: key)).id
            draft.rule.sources = [StreakSource(metric: metric)]
            _ = try #require(try await service.catalogue.createStreaks([draft], in: live).first)
                .get()
        }
        for day: Int64 in 0..<2 {
            clock.set(to: ServiceWorld.noon.adding(seconds: day * 86_400))
            _ = database.takeWritten()
            let events = (0..<40).map { number in
                EventDraft(
                    user: service.intake.userKey(of: "u\(number % 20)", in: live),
                    userID: "u\(number % 20)",
                    userChange: UserChange(),
                    metricKey: number < 20 ? "money" : "steps",
                    amount: Amount(1)
                )
            }
            _ = try await service.intake.submit(RecordEvents(events), in: live)
            let written = database.takeWritten()
            let tables = Set(written.map(\.table))
            #expect(tables.isSuperset(of: ["metric_day", "streak_period"]), "\(tables)")
            for each in written where !each.rows.isEmpty && Self.contended.contains(each.table) {
                let sorted = each.rows.sorted { $0.lexicographicallyPrecedes($1) }
                #expect(each.rows == sorted, "\(each.table) on day \(day)")
            }
        }
    }
}
