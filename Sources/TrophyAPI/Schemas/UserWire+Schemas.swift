import Wire

extension UserWire {
    /// A user.
    static let user = JSONSchema.named(
        "User",
        .object(
            .field("id", .text),
            .field("email", .text.orNull),
            .field("name", .text.orNull),
            .field("tz", .text.orNull),
            .field("signUpDate", .date.orNull),
            .field("deviceTokens", .array(of: .text).orNull),
            .field("subscribeToEmails", .boolean),
            .field("attributes", .map(.text)),
            .field("control", .boolean),
            .field("created", .instant),
            .field("updated", .instant)
        )
    )

    /// A text that can be a user's id.
    static let id = UserName.schema

    /// What changes a user.
    static let changeBody = JSONSchema.object(
        .optional("email", .name(upTo: TrophyLimits.maximumEmailLength).orNull),
        .optional("name", .text(upTo: TrophyLimits.maximumNameLength).orNull),
        .optional("tz", .text.orNull),
        .optional("signUpDate", .oneOf([.date, .instant, .null])),
        .optional(
            "deviceTokens",
            .array(
                .name(upTo: TrophyLimits.maximumDeviceTokenLength),
                0...TrophyLimits.maximumDeviceTokens
            ).orNull
        ),
        .optional("subscribeToEmails", .boolean.orNull),
        .optional("attributes", .oneOf([.map(attribute.orNull), .null]))
    )

    /// What creates a user, or changes one that exists.
    static let draftBody = JSONSchema.named("UserDraft", changeBody.with(.field("id", id)))

    /// The value of an attribute.
    static let attribute = JSONSchema.text(upTo: TrophyLimits.maximumAttributeLength)
}
