import CivilTime
import Engine
import OperatingSystem
import SQLite
import Service
import ServiceRuntime
import Storage

/// Yardsticks for measurements of the server.
enum BenchCommand {
    static let statements = Command(
        name: "bench statements",
        summary: "Times the SQL statements of an event in a loop, without a server",
        options: [
            .value("--database", "PATH", "A file that does not exist yet"),
            .value("--users", "COUNT", "How many users there are (100000)"),
            .value("--group", "COUNT", "How many events one transaction takes in (64)"),
            .value("--events", "COUNT", "How many events are taken in (60000)"),
        ],
        details:
            "Prints one JSON object. The statements are those of the server, on the same driver."
    ) { arguments in
        try arguments.allowWords(0)
        _ = try arguments.required("--database")
        let opened = try OpenDatabase(arguments)
        guard opened.preparation.isNew else {
            throw CommandFailure("\(opened.database.displayName) exists already; name a new file")
        }
        let loop = StatementLoop(
            database: opened.database,
            userCount: try arguments.integer("--users", in: 1...10_000_000, default: 100_000),
            groupSize: try arguments.integer("--group", in: 1...10_000, default: 64),
            eventCount: try arguments.integer("--events", in: 1...100_000_000, default: 60_000)
        )
        let seconds = try loop.run()
        let rate = Int(Double(loop.eventCount) / seconds)
        Console.print(
            """
            {"eventsPerSecond": \(rate), "events": \(loop.eventCount), \
            "group": \(loop.groupSize), "users": \(loop.userCount), "seconds": \(seconds)}
            """
        )
    }
}

/// The statements of an event, one group after the other, with nothing around them.
private struct StatementLoop {
    let database: any Database
    let userCount: Int
    let groupSize: Int
    let eventCount: Int

    private let metric = MetricID(1)
    private let workspace = WorkspaceID(2)
    private let now = SystemClock().now()

    /// Takes every event in, and says how many seconds that took, without making the users.
    func run() throws -> Double {
        var random = SystemRandomNumberGenerator()
        let keys = (0..<userCount).map { _ in UserKey(hash: random.next()) }
        try makeUsers(keys)
        let started = ContinuousClock.now
        var number = now.milliseconds << Int64(EventID.countBitWidth)
        for first in stride(from: 0, to: eventCount, by: groupSize) {
            let count = min(groupSize, eventCount - first)
            let events = (0..<count).map { _ -> Event in
                number += 1
                let user = keys[Int.random(in: 0..<userCount, using: &random)]
                return event(number: number, of: user)
            }
            try takeIn(events)
        }
        return (ContinuousClock.now - started).seconds
    }

    private func makeUsers(_ keys: [UserKey]) throws {
        let chunk = 5_000
        for first in stride(from: 0, to: keys.count, by: chunk) {
            let users = keys[first..<min(first + chunk, keys.count)].enumerated().map {
                (
                    key: $1, workspace: workspace,
                    user: User(id: "user-\(first + $0)", createdAt: now, updatedAt: now)
                )
            }
            try database.write { (connection) throws(StorageError) in
                try connection.users.insert(users)
            }
        }
    }

    private func event(number: Int64, of user: UserKey) -> Event {
        Event(
            id: EventID(number: number, user: user),
            metric: metric,
            amount: Amount(1),
            occurredAt: now,
            receivedAt: now,
            day: Zone.utc.civilDate(at: now),
            attributes: [:],
            idempotencyKey: "bench-\(number)"
        )
    }

    private func takeIn(_ events: [Event]) throws {
        try database.write { (connection) throws(StorageError) in
            _ = try connection.installation.configurationVersion()
            _ = try connection.users.rows(of: events.map(\.id.user))
            let keys = events.compactMap { event in
                event.idempotencyKey.map { (event.id.user, metric, $0) }
            }
            _ = try connection.value(of: connection.events.usedKeys(among: keys))
            let newest = try connection.metricDays.newest(of: events.map { ($0.id.user, metric) })
            try connection.events.insert(events)
            try connection.metricDays.store(
                events.map { event in
                    let stored = newest[event.id.user]?[metric]
                    return (event.id.user, tally(adding: event, to: stored))
                }
            )
        }
    }

    private func tally(adding event: Event, to stored: MetricDay?) -> MetricTally {
        var tally = MetricTally(metric: metric, stored: stored)
        _ = tally.add(event.amount, eventCount: 1, on: event.day)
        return tally
    }
}
