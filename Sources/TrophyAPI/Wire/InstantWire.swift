import CivilTime
import HTTP
import JSONText

/// Instants as the wire has them.
enum InstantWire {
    /// The instant in a field.
    static func read(_ cursor: JSONCursor) throws -> Instant {
        do {
            return try Instant(iso8601: try cursor.string())
        } catch let error as CivilTimeError {
            throw HTTPError.unprocessable("\(cursor.path): \(error.message)")
        }
    }
}
