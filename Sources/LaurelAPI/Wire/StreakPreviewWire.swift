import CivilTime
import Engine
import JSONText
import Rounds
import Storage

/// Previews of changes of streaks as the wire has them.
enum StreakPreviewWire {
    /// Writes a preview.
    static func write(_ preview: StreakPreview, to object: inout JSONObjectWriter) {
        let (stored, changes) = (preview.stored, preview.changes)
        object.field("id", stored.publicID)
        object.field("definitionId", preview.streakID)
        object.field("status", stored.status.rawValue)
        object.field("appliesTo", stored.scope.rawValue)
        object.object("users") { users in
            users.field("total", stored.total)
            users.field("lookedAt", stored.scanned)
            users.field("changed", changes.changed)
        }
        object.object("lengths") { lengths in
            lengths.field("unchanged", changes.unchanged)
            lengths.field("longer", changes.longer)
            lengths.field("begun", changes.begun)
            lengths.field("shorter", changes.shorter)
            lengths.field("lost", changes.lost)
        }
        object.array("differences") { array in
            for (size, counts) in zip(LengthChanges.sizes, changes.differences) {
                array.object { object in
                    object.field("from", size.lowerBound)
                    object.field("to", size.upperBound == .max ? nil : size.upperBound)
                    object.field("longer", counts.longer)
                    object.field("shorter", counts.shorter)
                }
            }
        }
        object.array("largest") { array in
            for sample in changes.largest {
                guard let id = preview.userIDs[sample.user] else { continue }
                array.object { object in
                    object.field("userId", id)
                    object.field("before", sample.before)
                    object.field("after", sample.after)
                }
            }
        }
        object.field("started", stored.startedAt.iso8601)
        object.field("finished", stored.finishedAt?.iso8601)
        object.field("expires", preview.expiresAt?.iso8601)
    }
}
