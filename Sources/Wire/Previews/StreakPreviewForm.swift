import CivilTime
import Engine
public import JSONText
public import Rounds
import Storage

/// How a wire tells a preview of a change of a streak: the same of all, in each wire's own names.
public struct StreakPreviewForm: Sendable {
    /// How names of several words are written.
    public enum Names: Sendable {
        case camelCase
        case snakeCase
    }

    private let names: Names
    /// What a streak and a user are called.
    private let streak: String
    private let user: String
    private let streakSchema: JSONSchema

    /// A form whose streaks are told by an id or a code under a name, and users under another.
    public init(_ names: Names, streak: String, _ streakSchema: JSONSchema, user: String) {
        self.names = names
        self.streak = streak
        self.streakSchema = streakSchema
        self.user = user
    }

    private func name(_ name: String) -> String {
        guard names == .snakeCase else { return name }
        return name.reduce(into: "") { text, letter in
            text += letter.isUppercase ? "_\(letter.lowercased())" : String(letter)
        }
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
                .field(streak, streakSchema),
                .field("status", .words(["running", "finished", "outdated"])),
                .field(name("appliesTo"), .words(["future", "all"])),
                .field(
                    "users",
                    .object(
                        .field("total", .count),
                        .field(name("lookedAt"), .count),
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
        .object(.field(user, .text), .field("before", .count), .field("after", .count))
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
        object.field(streak, code ?? preview.streakID)
        object.field("status", stored.status.rawValue)
        object.field(name("appliesTo"), stored.scope.rawValue)
        object.object("users") { users in
            users.field("total", stored.total)
            users.field(name("lookedAt"), stored.scanned)
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
                    object.field(user, id)
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
