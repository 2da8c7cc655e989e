import Access
import Catalogue
import CivilTime
import Engine
import Intake
import OperatingSystem
import SQLite
import Service
import Storage

/// Filling a database with something to look at.
enum DemoCommand {
    static let command = Command(
        name: "demo",
        summary: "Fills the sandbox of a new database with a demo workspace",
        options: [
            OpenDatabase.option,
            .value("--host", "ADDRESS", "Where the server listens, for the examples (127.0.0.1)"),
            .value("--port", "NUMBER", "Its port, for the examples (8080)"),
            .flag("--app", "Also what the demo application needs, and the address that opens it"),
        ],
        details: "A database that already has a key or a metric is left as it is."
    ) { arguments in
        try arguments.allowWords(0)
        let server = ServerAddress(
            host: arguments["--host"] ?? "127.0.0.1",
            port: try arguments.integer("--port", in: 0...65_535, default: 8080)
        )
        let opened = try OpenDatabase(arguments)
        let service = try opened.service()
        defer { service.stop() }
        let path = opened.database.displayName
        let workspace = try await service.catalogue.homeWorkspace(of: .sandbox)
        let isUntouched =
            try await service.catalogue.view(of: workspace).rulebook.metrics.isEmpty
            && service.access.keys().isEmpty
        guard isUntouched else {
            return Console.print(known(path: path))
        }
        let lessons = try await fill(workspace, service)
        let key = try await service.access.createKey(
            environment: .sandbox,
            scope: .admin,
            userID: nil
        )
        Console.print(welcome(path: path, key: key.text, server: server.local.url))
        guard arguments.has("--app"), let lessons else { return }
        let application = DemoApplication(service: service, workspace: workspace)
        try await application.fill(lessons: lessons)
        let own = try await application.key()
        Console.print(applicationWelcome(key: own.text, server: server.local.url))
    }

    /// Gives the metric that the demo is all about.
    private static func fill(
        _ workspace: WorkspaceID,
        _ service: LaurelService
    ) async throws -> Metric? {
        let metrics = try await service.catalogue.createMetrics(
            [
                MetricDraft(key: "lessons", name: "Lessons completed", units: "lessons"),
                MetricDraft(key: "words", name: "Words written", units: "words"),
                MetricDraft(key: "spent", name: "Spent", unitType: .currency, units: "EUR"),
            ],
            in: workspace
        )
        _ = try await service.catalogue.createAttributes(
            [
                AttributeDraft(kind: .user, key: "plan", name: "Plan"),
                AttributeDraft(kind: .event, key: "device", name: "Device"),
            ],
            in: workspace
        )
        if case .success(let lessons) = metrics.first {
            _ = try await service.catalogue.createAchievements(achievements(lessons), in: workspace)
            _ = try await service.catalogue.createStreaks([streak(lessons)], in: workspace)
        }
        let now = try await service.catalogue.view(of: workspace).now
        for person in DemoPerson.all {
            let drafts = person.events(until: now).map { event in
                EventDraft(
                    user: service.intake.userKey(of: person.id, in: workspace),
                    userID: person.id,
                    userChange: person.change,
                    metricKey: event.metric,
                    amount: event.amount,
                    occurredAt: event.at
                )
            }
            _ = try await service.intake.submit(RecordEvents(drafts), in: workspace)
        }
        return try? metrics.first?.get()
    }

    private static func achievements(_ lessons: Metric) -> [AchievementChange] {
        let counts: [(name: String, lessons: Int32)] = [
            ("First lesson", 1), ("Ten lessons", 10), ("Fifty lessons", 50),
        ]
        let ofLessons = counts.map { count in
            var draft = AchievementChange()
            draft.name = count.name
            draft.kind = .metric
            draft.metric = lessons.publicID
            draft.amount = Amount(count.lessons)
            return draft
        }
        var tour = AchievementChange()
        tour.name = "Took the tour"
        tour.kind = .api
        tour.key = "tour"
        return (ofLessons + [tour]).map { draft in
            var draft = draft
            draft.status = .active
            return draft
        }
    }

    /// A lesson a day, with two freezes to begin with.
    private static func streak(_ lessons: Metric) -> StreakDraft {
        let window = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)
        var draft = StreakDraft(key: "primary", name: "A lesson a day", window: window)
        draft.isPrimary = true
        draft.rule.sources = [StreakSource(metric: lessons.id, threshold: Amount(1))]
        draft.rule.condition = .sum(minimum: Amount(1))
        draft.rule.freezes = FreezeRule(startCount: 2, maximum: 3)
        return draft
    }

    /// A key is shown once, so whoever comes back needs the way to another one.
    private static func known(path: String) -> String {
        """
        \(path) already has a workspace in use; nothing was changed. To make another key:

          \(KeysCommand.example(database: path))
        """
    }

    private static func applicationWelcome(key: String, server: String) -> String {
        """

        The demo application is a small language course. With the server running, open this address,
        which has a key of its one user behind the #:

          \(DemoApplication.address(server: server, key: key))
        """
    }

    private static func welcome(path: String, key: String, server: String) -> String {
        """
        \(path) now has a demo workspace in its sandbox, and this admin key, shown once:

          \(key)

        To use it in the examples of the documentation:

          export KEY=\(key)

        With the server running, a first event:

          curl -X POST \(server)/v1/metrics/lessons/event \\
            -H 'X-API-KEY: \(key)' -H 'Content-Type: application/json' \\
            -d '{"user": {"id": "ada", "tz": "Europe/London"}, "value": 1}'

        And somebody's streak, and why it is what it is:

          curl -H 'X-API-KEY: \(key)' \(server)/v1/users/mei/streak
          curl -H 'X-API-KEY: \(key)' \(server)/v1/users/noor/streaks/primary/explain
        """
    }
}

/// Somebody who uses the demo's application.
private struct DemoPerson {
    let id: String
    let name: String
    let zone: String
    let plan: String
    /// On which of the last days the person was active, counted back from today.
    let activeDays: [Int]

    static let all = [
        DemoPerson(
            id: "mei",
            name: "Mei",
            zone: "Asia/Tokyo",
            plan: "pro",
            activeDays: Array(0...20)
        ),
        DemoPerson(
            id: "tomas",
            name: "Tomás",
            zone: "America/Sao_Paulo",
            plan: "free",
            activeDays: [1, 2, 3, 5, 6, 9]
        ),
        DemoPerson(
            id: "noor",
            name: "Noor",
            zone: "Africa/Cairo",
            plan: "pro",
            activeDays: [0, 1, 2, 3, 4, 10, 11]
        ),
        DemoPerson(
            id: DemoApplication.user,
            name: "Lena",
            zone: "Europe/Berlin",
            plan: "free",
            activeDays: [1, 2]
        ),
    ]

    var change: UserChange {
        var change = UserChange()
        change.name = .set(name)
        change.zone = .set(zone)
        change.attributes = ["plan": plan]
        return change
    }

    func events(until now: Instant) -> [(metric: String, amount: Amount, at: Instant)] {
        activeDays.sorted(by: >).flatMap { day in
            let moment = now.adding(seconds: -Int64(day) * 86_400)
            return [
                ("lessons", Amount(1), moment), ("words", Amount(Int32(120 + day * 7)), moment),
            ]
        }
    }
}
