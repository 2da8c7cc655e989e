import CivilTime
import Engine
import JSONText
import Rounds
import Storage
import Wire

/// Amnesties as the wire has them.
enum AmnestyWire {
    /// How many of the users with the largest differences are named.
    private static let sampleCount = 10

    /// What somebody sends to set one up, or to ask what one would do.
    static let body = JSONSchema.object(
        .field("from", .instant),
        .field("to", .instant),
        .field("reason", .name(upTo: LaurelLimits.maximumReasonLength)),
        .optional("definitions", .array(.text, 0...LaurelLimits.maximumAmnestyItems)),
        .optional("timezones", .array(.text, 0...LaurelLimits.maximumAmnestyItems)),
        .optional("attributes", .array(match, 0...LaurelLimits.maximumAmnestyAttributes))
    )

    /// An amnesty, with what it has changed so far.
    static let amnesty = JSONSchema.named(
        "Amnesty",
        .object(
            .field("id", .uuid),
            .field("status", .words(["preview", "active", "revoked"])),
            .field("from", .instant),
            .field("to", .instant),
            .field("reason", .text),
            .field("definitions", .array(of: .text)),
            .field("timezones", .array(of: .text)),
            .field("attributes", .array(of: match)),
            .field("created", .instant),
            .field("revoked", .instant.orNull),
            .field(
                "users",
                .object(.field("total", .count), .field("lookedAt", .count))
            ),
            .field(
                "lengths",
                .object(
                    .field("unchanged", .count),
                    .field("longer", .count),
                    .field("begun", .count),
                    .field("shorter", .count),
                    .field("lost", .count)
                )
            ),
            .field("largest", .array(of: sample)),
            .field("finished", .instant.orNull)
        )
    )

    private static let match = JSONSchema.object(.field("key", .text), .field("value", .text))

    private static let sample = JSONSchema.object(
        .field("userId", .text),
        .field("before", .count),
        .field("after", .count)
    )

    /// Writes an amnesty.
    static func write(
        _ shown: ShownAmnesty,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        let (stored, amnesty) = (shown.stored, shown.stored.amnesty)
        object.field("id", amnesty.publicID)
        object.field(
            "status",
            stored.isPreview ? "preview" : amnesty.revokedAt == nil ? "active" : "revoked"
        )
        object.field("from", amnesty.instants.lowerBound.iso8601)
        object.field("to", amnesty.instants.upperBound.iso8601)
        object.field("reason", amnesty.reason)
        object.array("definitions") { array in
            for streak in rulebook.streaks where amnesty.definitions.contains(streak.id) {
                array.element(streak.key)
            }
        }
        object.array("timezones") { array in
            for zone in amnesty.zones.sorted() { array.element(zone) }
        }
        object.array("attributes") { array in
            let attributes = amnesty.filter.attributes.sorted { $0.key.number < $1.key.number }
            for (id, value) in attributes {
                array.object { object in
                    object.field("key", rulebook.attribute(id: id)?.key ?? "")
                    object.field("value", value)
                }
            }
        }
        object.field("created", amnesty.createdAt.iso8601)
        object.field("revoked", amnesty.revokedAt?.iso8601)
        writeChanges(shown, to: &object)
        object.field("finished", stored.walkedAt?.iso8601)
    }

    private static func writeChanges(
        _ shown: ShownAmnesty,
        to object: inout JSONObjectWriter
    ) {
        let changes = shown.changes
        object.object("users") { users in
            users.field("total", shown.stored.total)
            users.field("lookedAt", shown.stored.scanned)
        }
        object.object("lengths") { lengths in
            lengths.field("unchanged", changes.unchanged)
            lengths.field("longer", changes.longer)
            lengths.field("begun", changes.begun)
            lengths.field("shorter", changes.shorter)
            lengths.field("lost", changes.lost)
        }
        object.array("largest") { array in
            for sample in changes.largest.prefix(sampleCount) {
                guard let id = shown.userIDs[sample.user] else { continue }
                array.object { object in
                    object.field("userId", id)
                    object.field("before", sample.before)
                    object.field("after", sample.after)
                }
            }
        }
    }
}
