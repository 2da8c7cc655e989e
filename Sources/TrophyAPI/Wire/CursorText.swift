import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Storage

/// Where a list goes on, as a text that callers hand back and need not understand.
enum CursorText {
    /// The cursor after a user.
    static func text(_ profile: UserProfile) -> String {
        text(profile.user.createdAt.microseconds, profile.key.number)
    }

    /// The cursor after an event.
    static func text(_ event: Event) -> String {
        text(event.occurredAt.microseconds, event.id.number)
    }

    /// Where a list of users goes on.
    static func users(in query: Query) throws(InvalidInput) -> UserCursor? {
        guard let (moment, key) = try numbers(in: query) else { return nil }
        return UserCursor(createdAt: Instant(microseconds: moment), key: key)
    }

    /// Where a list of events goes on.
    static func events(in query: Query) throws(InvalidInput) -> EventCursor? {
        guard let (moment, number) = try numbers(in: query) else { return nil }
        return EventCursor(occurredAt: Instant(microseconds: moment), number: number)
    }

    private static func text(_ first: Int64, _ second: Int64) -> String {
        "\(String(UInt64(bitPattern: first), radix: 16)).\(String(UInt64(bitPattern: second), radix: 16))"
    }

    private static func numbers(in query: Query) throws(InvalidInput) -> (Int64, Int64)? {
        guard let text = query.first("cursor") else { return nil }
        let parts = text.split(separator: ".").map { UInt64($0, radix: 16) }
        guard parts.count == 2, let first = parts[0], let second = parts[1] else {
            throw InvalidInput(
                path: "cursor",
                problem: "must be the nextCursor of the page before"
            )
        }
        return (Int64(bitPattern: first), Int64(bitPattern: second))
    }
}
