import CivilTime
import Engine
public import JSONText
public import Rounds
import Storage

/// How a wire tells a preview of a change of a streak: the same of all, in each wire's own names.
public struct StreakPreviewForm: Sendable {
    /// What a wire calls the streak, the scope of the change, those who were looked at, and a user.
    public struct Names: Sendable {
        let streak: String
        let scope: String
        let lookedAt: String
        let user: String

        /// The names of one wire.
        public init(streak: String, scope: String, lookedAt: String, user: String) {
            self.streak = streak
            self.scope = scope
            self.lookedAt = lookedAt
            self.user = user
        }
    }

    private let names: Names
    /// What a streak is told by.
    private let streak: JSONSchema

    /// A form whose streaks are told by what a schema says: an id, or a code.
    public init(_ names: Names, streak: JSONSchema) {
        self.names = names
        self.streak = streak
    }
}

// MARK: - What it is

extension StreakPreviewForm {
    /// What a change would do, as far as it has been counted.
    public var schema: JSONSchema {
        .named(
            "StreakPreview",
            .object(
                .field("id", .uuid),
                .field(names.streak, streak),
                .field("status", .words(["running", "finished", "outdated"])),
                .field(names.scope, .words(["future", "all"])),
                .field(
                    "users",
                    .object(
                        .field("total", .count),
                        .field(names.lookedAt, .count),
                        .field("changed", .count)
                    )
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
                .field("differences", .array(of: difference)),
                .field("largest", .array(of: sample)),
                .field("started", .instant),
                .field("finished", .instant.orNull),
                .field("expires", .instant.orNull)
            )
        )
    }

    private var difference: JSONSchema {
        .object(
            .field("from", .count),
            .field("to", .count.orNull),
            .field("longer", .count),
            .field("shorter", .count)
        )
    }

    private var sample: JSONSchema {
        .object(.field(names.user, .text), .field("before", .count), .field("after", .count))
    }
}

// MARK: - Writing

extension StreakPreviewForm {
    /// Writes a preview of a streak, which is told by its UUID or by a code.
    public func write(
        _ preview: StreakPreview,
        of code: String? = nil,
        to object: inout JSONObjectWriter
    ) {
        let (stored, changes) = (preview.stored, preview.changes)
        object.field("id", stored.publicID)
        object.field(names.streak, code ?? preview.streakID)
        object.field("status", stored.status.rawValue)
        object.field(names.scope, stored.scope.rawValue)
        object.object("users") { users in
            users.field("total", stored.total)
            users.field(names.lookedAt, stored.scanned)
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
                    object.field(names.user, id)
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
