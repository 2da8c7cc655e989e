import Access
import Catalogue
import CivilTime
import Dashboard
import Engine
import Service
import Storage

/// What the demo application of the UI kit needs beside the demo workspace: points, a leaderboard, more
/// achievements, and somebody who learns.
struct DemoApplication {
    let service: LaurelService
    let workspace: WorkspaceID

    /// Who uses the application in the demo.
    static let user = "lena"

    /// Sets everything up; `lessons` is the metric that it is all about.
    func fill(lessons: Metric) async throws {
        _ = try await service.catalogue.createAchievements(achievements(lessons), in: workspace)
        let systems = try await service.catalogue.createPointsSystems(
            [points(lessons)],
            in: workspace
        )
        if case .success(let created) = systems.first {
            let now = try await service.catalogue.view(of: workspace).now
            let today = CivilDate(dayNumber: Int32(clamping: now.seconds / 86_400))
            _ = try await service.catalogue.createBoards(
                [board(created.system, today: today)],
                in: workspace
            )
        }
    }

    /// A key of the user alone, for the user's browser.
    func key() async throws -> NewKey {
        try await service.access.createKey(
            environment: .sandbox,
            scope: .application,
            userID: Self.user
        )
    }

    /// The address of the application with what it needs to know: behind `#`, which no browser sends.
    static func address(server: String, key: String) -> String {
        "\(server)\(UIKit.demo)#user=\(user)&key=\(key)"
    }

    private func achievements(_ lessons: Metric) -> [AchievementChange] {
        var three = AchievementChange()
        three.name = "Warmed up"
        three.description = .set("Three lessons are behind you.")
        three.kind = .metric
        three.metric = lessons.publicID
        three.amount = Amount(3)
        var days = AchievementChange()
        days.name = "Three days in a row"
        days.description = .set("Come back tomorrow, and the day after.")
        days.kind = .streak
        days.streakLength = 3
        return [three, days].map { draft in
            var draft = draft
            draft.status = .active
            return draft
        }
    }

    /// Ten points for each lesson, and four levels.
    private func points(_ lessons: Metric) -> PointsSystemChange {
        var trigger = PointsTriggerChange()
        trigger.kind = .metric
        trigger.metric = lessons.publicID
        trigger.threshold = Amount(1)
        trigger.fields.points = 10
        trigger.fields.status = .active
        trigger.countsPast = true
        var system = PointsSystemChange()
        system.key = "xp"
        system.fields.name = "XP"
        system.triggers = [trigger]
        let levels: [(key: String, name: String, points: Int64)] = [
            ("seed", "Seed", 0), ("sprout", "Sprout", 30), ("tree", "Tree", 100),
            ("laurel", "Laurel", 250),
        ]
        system.levels = levels.map { level in
            var change = PointsLevelChange()
            change.key = level.key
            change.fields.name = level.name
            change.fields.points = level.points
            return change
        }
        return system
    }

    /// Who has most points in a week.
    private func board(_ system: PointsSystem, today: CivilDate) -> BoardChange {
        var board = BoardChange()
        board.key = "week"
        board.name = "This week"
        board.kind = .points
        board.pointsSystem = system.publicID
        board.status = .active
        board.start = today.startOfWeek(weekStart: 1).adding(days: -28)
        board.runUnit = .set(.day)
        board.runInterval = .set(7)
        return board
    }
}
