import HTTP
import Wire

extension WrappedItems {
    /// Items that are wrapped in an object.
    static func body(in name: String, _ fields: JSONSchema.Field...) -> RequestBody {
        .json(
            .object(
                .field(name, .array(.object(fields), 1...WireLimits.maximumBulkItems)),
                .optional("streak", .text.orNull),
                .optional("reason", .text(upTo: LaurelLimits.maximumReasonLength).orNull)
            )
        )
    }

    /// What is answered: 201 when something was done.
    static func answers(_ fields: JSONSchema.Field...) -> [EndpointAnswer] {
        let answer = JSONSchema.object(fields + [Bulk.issues])
        return [.json(.created, answer), .ok(answer)]
    }
}

extension StreakMarkCalls {
    /// A pause.
    static let pause = JSONSchema.object(
        .field("id", .uuid),
        .field("userId", .text.orNull),
        .field("start", .date),
        .field("end", .date),
        .field("status", .words(["active"]))
    )
}
