import CivilTime
import HTTP
import JSONText
import Service
import Storage
import Wire

/// What support has written down about a user.
enum NoteCalls {
    /// Every note, newest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let notes = try await context.service.notes.all(
            of: try context.userInPath(),
            in: context.workspace
        )
        return Response.json { writer in
            writer.object { object in
                object.array("notes") { array in
                    for note in notes { array.object { NoteWire.write(note, to: &$0) } }
                }
            }
        }
    }

    /// Adds a note.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let note = try await context.service.notes.add(
            try NoteWire.text(in: context.fields()),
            about: try context.userInPath(),
            in: context.workspace
        )
        return answer(note, .created)
    }

    /// Gives a note another text.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let note = try await context.service.notes.change(
            try ResourceID.read(context.request.parameter("note")),
            to: try NoteWire.text(in: context.fields()),
            about: try context.userInPath(),
            in: context.workspace
        )
        return answer(note)
    }

    /// Removes a note.
    @Sendable static func remove(_ context: CallContext) async throws -> Response {
        try await context.service.notes.remove(
            try ResourceID.read(context.request.parameter("note")),
            about: try context.userInPath(),
            in: context.workspace
        )
        return Response(.noContent)
    }

    private static func answer(_ note: UserNote, _ status: Status = .ok) -> Response {
        Response.json(status) { writer in writer.object { NoteWire.write(note, to: &$0) } }
    }
}

/// A note as it is sent and shown.
enum NoteWire {
    /// The text of a note that is written.
    static func text(in fields: JSONFields) throws(InvalidInput) -> String {
        let rule = TextRule(
            maximumLength: LaurelLimits.maximumNoteLength,
            allowsEmpty: false,
            allowsControls: true
        )
        return try fields.text("text", rule)
    }

    /// A note.
    static func write(_ note: UserNote, to object: inout JSONObjectWriter) {
        object.field("id", note.publicID)
        object.field("text", note.text)
        object.object("author") { author in
            author.field("kind", note.author.kind.rawValue)
            author.field("name", note.author.name)
        }
        object.field("created", note.createdAt.iso8601)
        object.field("updated", note.updatedAt.iso8601)
    }

    /// A note as it is shown.
    static let note = JSONSchema.named(
        "UserNote",
        .object(
            .field("id", .uuid),
            .field("text", .text),
            .field("author", .object(.field("kind", .text), .field("name", .text))),
            .field("created", .instant),
            .field("updated", .instant)
        )
    )

    /// A note as it is sent.
    static let draft = JSONSchema.object(
        .field("text", .text(upTo: LaurelLimits.maximumNoteLength))
    )
}
