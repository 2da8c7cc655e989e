import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import Storage
import Wire

/// Where a list goes on, as a text that callers hand back and need not understand.
enum CursorText {
    /// The cursor after a user.
    static func text(_ profile: UserProfile) -> String {
        text(profile.user.createdAt.microseconds, profile.key.number)
    }

    /// The cursor after a user of a list in the order of keys.
    static func text(_ user: UserKey) -> String { text(user.number) }

    /// Where a list of users in the order of their keys goes on.
    static func user(in query: Query) throws(InvalidInput) -> UserKey? {
        try numbers(1, in: query).map { UserKey(hash: UInt64(bitPattern: $0[0])) }
    }

    /// The cursor after an event.
    static func text(_ event: Event) -> String {
        text(event.occurredAt.microseconds, event.id.number)
    }

    /// The number after which a list goes on.
    static func number(in query: Query) throws(InvalidInput) -> Int64? {
        guard let text = query.first("cursor") else { return nil }
        guard let number = Int64(text) else { throw notACursor }
        return number
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

    /// The cursor after a streak at risk.
    static func text(_ cursor: StreaksAtRisk.Cursor) -> String {
        text(cursor.entry.at.microseconds, cursor.entry.number, cursor.user.number)
    }

    /// Where a list of streaks at risk goes on.
    static func atRisk(in query: Query) throws(InvalidInput) -> StreaksAtRisk.Cursor? {
        guard let numbers = try numbers(3, in: query) else { return nil }
        return StreaksAtRisk.Cursor(
            entry: StreakDueEntry(at: Instant(microseconds: numbers[0]), number: numbers[1]),
            user: UserKey(hash: UInt64(bitPattern: numbers[2]))
        )
    }

    /// The cursor after a row of a user's ledger of points.
    static func text(_ row: PointsRow) -> String { text(row.number) }

    /// Where the ledger of a user goes on.
    static func pointsOfUser(in query: Query) throws(InvalidInput) -> Int64? {
        try numbers(1, in: query).map { $0[0] }
    }

    /// The cursor after a row of the ledger of everybody.
    static func text(_ entry: PointsEntry) -> String {
        let row = entry.award.row
        return text(row.at.microseconds, entry.user.number, row.number)
    }

    /// Where the ledger of everybody goes on.
    static func points(in query: Query) throws(InvalidInput) -> PointsLedgerCursor? {
        guard let numbers = try numbers(3, in: query) else { return nil }
        return PointsLedgerCursor(
            at: Instant(microseconds: numbers[0]),
            user: numbers[1],
            number: numbers[2]
        )
    }

    /// The cursor of a list of users by the beginning of a text.
    static func text(_ cursor: UserPrefixCursor) -> String {
        let bytes = cursor.text.utf8.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
        return "\(bytes).\(text(cursor.key))"
    }

    /// Where a list of users by the beginning of a text goes on.
    static func usersByPrefix(in query: Query) throws(InvalidInput) -> UserPrefixCursor? {
        guard let text = query.first("cursor") else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = bytes(ofHexadecimal: parts[0].utf8),
            let found = String(validating: bytes, as: UTF8.self), !found.contains("\0"),
            let key = UInt64(parts[1], radix: 16)
        else { throw notACursor }
        return UserPrefixCursor(text: found, key: Int64(bitPattern: key))
    }

    private static func bytes(ofHexadecimal digits: Substring.UTF8View) -> [UInt8]? {
        let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard values.count == digits.count, values.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: values.count, by: 2).map {
            UInt8(values[$0] * 16 + values[$0 + 1])
        }
    }

    private static let notACursor = InvalidInput(
        path: "cursor",
        problem: "must be the nextCursor of the page before"
    )

    private static func text(_ numbers: Int64...) -> String {
        numbers.map { String(UInt64(bitPattern: $0), radix: 16) }.joined(separator: ".")
    }

    private static func numbers(in query: Query) throws(InvalidInput) -> (Int64, Int64)? {
        try numbers(2, in: query).map { ($0[0], $0[1]) }
    }

    private static func numbers(
        _ count: Int,
        in query: Query
    ) throws(InvalidInput) -> [Int64]? {
        guard let text = query.first("cursor") else { return nil }
        let parts = text.split(separator: ".").compactMap { UInt64($0, radix: 16) }
        guard parts.count == count else { throw notACursor }
        return parts.map(Int64.init(bitPattern:))
    }
}
