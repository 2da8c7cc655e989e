import Engine
import Wire

extension PointsLedgerWire {
    /// What is to be given or taken.
    static let changeBody = JSONSchema.object(
        .field("userId", .name(upTo: WireLimits.maximumNameLength)),
        .field("amount", .integer),
        .optional("reason", .text(upTo: LaurelLimits.maximumReasonLength).orNull),
        .optional(
            "idempotencyKey",
            .name(upTo: LaurelLimits.maximumIdempotencyKeyLength).orNull
        )
    )

    /// What a row says besides whose it is.
    static let change = JSONSchema.object(
        .field("id", .uuid),
        .field("kind", .word(of: PointsRow.Kind.self)),
        .field("amount", .integer),
        .field("total", .integer),
        .field("at", .instant),
        .field("day", .date),
        .optional("reason", .text),
        .optional("idempotencyKey", .text),
        .optional("triggerId", .uuid),
        .optional("eventId", .uuid),
        .optional("achievementId", .uuid),
        .optional("corrects", .uuid),
        .optional(
            "boosts",
            .array(
                of: .object(
                    .field("id", .uuid.orNull),
                    .field("multiplier", .number),
                    .field("rounding", .word(of: PointsBoost.Rounding.self))
                )
            )
        )
    )

    /// A row of a ledger.
    static let row = JSONSchema.named(
        "PointsLedgerRow",
        change.with(.field("userId", .text.orNull))
    )

    /// What giving or taking came to.
    static let changed = JSONSchema.object(
        .field("award", row),
        .field("total", .integer),
        .optional(
            "level",
            .object(
                .field("id", .uuid),
                .field("key", .text),
                .field("name", .text),
                .field("points", .count)
            ).orNull
        ),
        .field("idempotentReplayed", .boolean)
    )
}
