import CivilTime
import HTTP
import JSONText

/// Instants as Bricqs' wire has them.
enum InstantText {
    /// The instant in a field; one without an offset is UTC.
    static func read(_ cursor: JSONCursor) throws -> Instant {
        let text = try cursor.string()
        do throws(CivilTimeError) {
            return try Instant(iso8601: text)
        } catch {
            if error.code == .missingOffset, let instant = try? Instant(iso8601: text + "Z") {
                return instant
            }
            throw HTTPError.badRequest("\(cursor.path): \(error.message)")
        }
    }

    /// The instant in UTC: `2026-05-23T08:15:00Z`, with milliseconds where it has any.
    static func text(of instant: Instant) -> String {
        let text = instant.iso8601
        let fraction = ".000Z"
        return text.hasSuffix(fraction) ? text.dropLast(fraction.count) + "Z" : text
    }
}
