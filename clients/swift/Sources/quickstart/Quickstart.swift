import Foundation
import Laurel
import Trophy

/// The program of the quick start: from nothing to a profile page.
@main enum Quickstart {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let client = TrophyApiClient(
            baseURL: (environment["LAUREL"] ?? "http://127.0.0.1:8080") + "/v1",
            apiKey: environment["KEY"] ?? ""
        )
        try await setUp(client)
        try await sendEvents(client)
        try await showProfile(client)
        try await sendLater(client)
    }

    /// Set it up: a metric, a daily streak with a freeze, two achievements.
    private static func setUp(_ client: TrophyApiClient) async throws {
        let made = try await client.admin.call(
            "POST",
            "/metrics",
            body: [["key": "lessons", "name": "Lessons"]]
        )
        guard case .array(let metrics)? = made["created"], let lessons = metrics.first?["id"] else {
            fatalError("the metric was not created: \(made)")
        }
        _ = try await client.admin.call(
            "PATCH",
            "/streaks/settings",
            body: [
                "frequency": "daily", "metrics": [["key": "lessons", "threshold": 1]],
                "freezes": ["startCount": 1, "maxCount": 3],
            ]
        )
        _ = try await client.admin.call(
            "POST",
            "/achievements",
            body: [
                [
                    "name": "Ten lessons", "status": "active", "trigger": "metric",
                    "metricId": lessons, "metricValue": 10,
                ],
                [
                    "name": "Three in a row", "status": "active", "trigger": "streak",
                    "streakLength": 3,
                ],
            ]
        )
    }

    /// Send events; the sandbox's clock is moved, so that three days take a moment.
    private static func sendEvents(_ client: TrophyApiClient) async throws {
        for (day, count) in [("2026-03-02", 1.0), ("2026-03-03", 2), ("2026-03-05", 1)] {
            _ = try await client.admin.call(
                "PUT",
                "/clock",
                body: ["now": .string("\(day)T18:00:00Z")]
            )
            let event = try await client.metrics.event(
                key: "lessons",
                idempotencyKey: "lesson-\(day)",
                request: .init(
                    user: UpsertedUser(name: "Ada", tz: "Europe/London", id: "ada"),
                    value: count
                )
            )
            print(day, "total", Int(event.total), "streak", event.currentStreak.length)
        }
    }

    /// What a profile page shows.
    private static func showProfile(_ client: TrophyApiClient) async throws {
        let streak = try await client.users.streak(id: "ada", historyPeriods: 4)
        print(streak.length, streak.streakHistory.map { $0.verdict ?? "" })
        for each in try await client.users.achievements(id: "ada", includeIncomplete: .true) {
            let progress =
                each.progress.map { "\(Int($0.current)) of \(Int($0.target))" } ?? "reached"
            print("\(each.name): \(progress)")
        }
    }

    /// An event without a network waits in a file, with its own time, and is sent once.
    private static func sendLater(_ client: TrophyApiClient) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "laurel-\(UUID()).queue"
        )
        let queue = try EventQueue(file: file, client: client)
        let noon = ISO8601DateFormatter().date(from: "2026-03-04T12:00:00Z") ?? Date()
        try await queue.record("lessons", user: UpsertedUser(id: "ada"), value: 1, at: noon)
        try await queue.send()
        print(try await client.users.streak(id: "ada").length, "with the day that came late")

        // Why is it so?
        print(try await client.laurel.explain(user: "ada", streak: "primary").sentences[0])
    }
}
