import HTTP
import Storage
import Wire

extension LaurelAPI {
    /// What support does for a user besides: merging two, and writing down what happened.
    static let userCareEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/users/{id}/merge",
            "Says what merging another user into a user would come to.",
            by: .admin,
            parameters: [
                .user,
                .query(
                    "from",
                    .name(upTo: WireLimits.maximumNameLength),
                    "The user who would be gone."
                ),
            ],
            answers: [.ok(MergeWire.merge), .failure(.notFound)],
            MergeCalls.preview
        ),
        Endpoint(
            .post,
            "/admin/v1/users/{id}/merge",
            "Merges another user into a user, who has everything of both from then on.",
            by: .admin,
            role: .support,
            parameters: [.user],
            body: .json(
                .object(
                    .field("from", .text),
                    .optional("reason", .text(upTo: LaurelLimits.maximumReasonLength))
                )
            ),
            answers: [.ok(MergeWire.merge), .failure(.notFound)],
            recordsItself: true,
            MergeCalls.merge
        ),
        Endpoint(
            .get,
            "/admin/v1/users/{id}/zones",
            "Lists the time zones that a user lived in, oldest first.",
            by: .admin,
            parameters: [.user],
            answers: [
                .ok(.object(.field("zones", .array(of: UserZoneCalls.zone)))), .failure(.notFound),
            ],
            UserZoneCalls.list
        ),
        Endpoint(
            .get,
            "/admin/v1/users/{id}/notes",
            "Lists the notes about a user, newest first.",
            by: .admin,
            parameters: [.user],
            answers: [
                .ok(.object(.field("notes", .array(of: NoteWire.note)))), .failure(.notFound),
            ],
            NoteCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/users/{id}/notes",
            "Adds a note about a user.",
            by: .admin,
            role: .support,
            parameters: [.user],
            body: .json(NoteWire.draft),
            answers: [.json(.created, NoteWire.note), .failure(.notFound)],
            NoteCalls.create
        ),
        Endpoint(
            .patch,
            "/admin/v1/users/{id}/notes/{note}",
            "Gives a note another text.",
            by: .admin,
            role: .support,
            parameters: [.user, .note],
            body: .json(NoteWire.draft),
            answers: [.ok(NoteWire.note), .failure(.notFound)],
            NoteCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/users/{id}/notes/{note}",
            "Removes a note.",
            by: .admin,
            role: .support,
            parameters: [.user, .note],
            answers: [.empty(.noContent), .failure(.notFound)],
            NoteCalls.remove
        ),
    ]
}

extension Parameter {
    fileprivate static let note = Parameter.path("note", .uuid, "The note.")
}
