import HTTP

extension Bulk {
    /// The items of a bulk call.
    public static func body(of item: JSONSchema) -> RequestBody {
        .json(.array(item, 1...WireLimits.maximumBulkItems))
    }

    /// What was done, and why the rest was not.
    public static func answer(_ name: String, _ value: JSONSchema) -> JSONSchema {
        .object(.field(name, .array(of: value)), issues)
    }

    /// What a bulk call answers that creates: 201 when it has created something.
    public static func created(_ value: JSONSchema) -> [EndpointAnswer] {
        let answer = answer("created", value)
        return [.json(.created, answer), .ok(answer)]
    }

    /// What a bulk call answers that changes.
    public static func updated(_ value: JSONSchema) -> [EndpointAnswer] {
        [.ok(answer("updated", value))]
    }

    /// What a bulk call answers that ends something.
    public static let deleted: [EndpointAnswer] = [
        .ok(answer("deleted", .object(.field("id", .text))))
    ]

    /// Why items were not done.
    public static let issues = JSONSchema.Field.field(
        "issues",
        .array(
            of: .named(
                "Issue",
                .object(
                    .optional("id", .text),
                    .optional("userId", .text),
                    .optional("index", .count),
                    .field("severity", .words(["error", "warning"])),
                    .field("message", .text)
                )
            )
        )
    )
}

extension Parameter {
    /// What a bulk call ends.
    public static let ids = Parameter.query(
        "ids",
        .array(.uuid, 1...WireLimits.maximumBulkItems),
        isRequired: true,
        "The ids of what is to end."
    )

    /// The user that a path names.
    public static let user = Parameter.path("id", UserWire.id, "Your own id of the user.")

    /// What a path names that has been set up.
    public static let id = Parameter.path("id", .uuid, "The id of what is asked for.")
}
