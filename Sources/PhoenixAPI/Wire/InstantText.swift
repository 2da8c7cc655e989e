import CivilTime
import HTTP
import JSONText

/// Instants as Phoenix's wire has them.
enum InstantText {
    /// The instant in a field.
    static func read(_ cursor: JSONCursor) throws -> Instant {
        do {
            return try Instant(iso8601: try cursor.string())
        } catch let error as CivilTimeError {
            throw HTTPError.badRequest("\(cursor.path): \(error.message)")
        }
    }

    /// The instant in UTC: `2025-01-15T08:30:00Z`, with milliseconds where it has any.
    static func text(of instant: Instant) -> String {
        let text = instant.iso8601
        let fraction = ".000Z"
        return text.hasSuffix(fraction) ? text.dropLast(fraction.count) + "Z" : text
    }
}
