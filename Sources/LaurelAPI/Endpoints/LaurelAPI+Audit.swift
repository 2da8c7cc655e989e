import HTTP
import Storage
import Wire

extension LaurelAPI {
    /// Who changed what of the configuration.
    static let auditEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/audit",
            "Lists the changes of the configuration, newest first.",
            by: .admin,
            parameters: [
                .query("kind", .word(of: ItemKind.self), "Which kind of item. Default: all."),
                .query("itemId", .text, "The item whose changes to show. Default: all."),
                .query("action", .word(of: AuditAction.self), "What was done. Default: all."),
                .query("author", .text, "The name of who did it. Default: all."),
                .query("from", .instant, "The first moment to show. Default: the beginning."),
                .query("until", .instant, "The moment before which to show. Default: now."),
                AuditCalls.limit.parameter, .cursor,
            ],
            answers: [
                .ok(
                    .object(
                        .field("entries", .array(of: AuditCalls.entry)),
                        .field("nextCursor", .text.orNull)
                    )
                )
            ],
            AuditCalls.list
        )
    ]
}
