import CivilTime
import Engine

/// Instants, days, users and events for tests.
enum Samples {
    static let workspace = WorkspaceID(1)
    static let metric = MetricID(1)

    static func moment(_ seconds: Int64) -> Instant { Instant(seconds: seconds) }

    static func day(_ number: Int32) -> CivilDate { CivilDate(dayNumber: number) }

    static func user(_ id: String, at seconds: Int64 = 0, name: String? = nil) -> User {
        User(id: id, name: name, createdAt: moment(seconds), updatedAt: moment(seconds))
    }

    static func event(
        _ number: Int64,
        user: Int64 = 1,
        metric: MetricID = metric,
        at seconds: Int64 = 0,
        key: String? = nil,
        attributes: [String: String] = [:]
    ) -> Event {
        Event(
            id: EventID(number: number, user: UserKey(user)),
            metric: metric,
            amount: Amount(millionths: number),
            occurredAt: moment(seconds),
            receivedAt: moment(seconds + 1),
            day: day(Int32(seconds / 86_400)),
            attributes: attributes,
            idempotencyKey: key
        )
    }
}
