import Service
import Storage
import Wire

extension AuditCalls {
    /// How many changes a page has.
    static let limit = QueryCount(
        "limit",
        default: WireLimits.defaultPageSize,
        in: 1...WireLimits.maximumPageSize,
        "How many changes to show."
    )

    /// A change of an item of the configuration.
    static let entry = JSONSchema.named(
        "AuditEntry",
        .object(
            .field("at", .instant),
            .field(
                "author",
                .object(.field("type", .word(of: Author.Kind.self)), .field("name", .text))
            ),
            .field("kind", .word(of: ItemKind.self)),
            .field("itemId", .text),
            .field("action", .word(of: AuditAction.self)),
            .field("before", .any),
            .field("after", .any)
        )
    )
}
