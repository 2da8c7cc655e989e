import CivilTime
import HTTP
import JSONText

/// Time zones as Bricqs' wire has them.
enum ZoneName {
    /// The zone that a field names.
    static func zone(_ cursor: JSONCursor, _ zones: ZoneDatabase) throws -> Zone {
        let name = try cursor.string()
        do throws(CivilTimeError) {
            return try zones.zone(named: name)
        } catch {
            throw HTTPError.badRequest("\(cursor.path): \(error.message)")
        }
    }
}
