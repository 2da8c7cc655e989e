import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import Service
import Wire

/// Where a user lived.
enum UserZoneCalls {
    /// The zones that a user lived in, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let stays = try await context.service.reading.zones(
            of: try context.userInPath(),
            in: context.workspace
        )
        return Response.json { writer in
            writer.object { object in
                object.array("zones") { array in
                    for stay in stays { array.object { write(stay, to: &$0) } }
                }
            }
        }
    }

    /// A zone, and from when on; the first one holds for all time before the second.
    static func write(_ stay: ZoneStay, to object: inout JSONObjectWriter) {
        object.field("from", stay.from == .distantPast ? nil : stay.from.iso8601)
        object.field("tz", stay.zone)
    }

    /// A zone that a user lived in.
    static let zone = JSONSchema.object(.field("from", .instant.orNull), .field("tz", .text.orNull))
}
