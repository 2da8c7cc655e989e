import Wire

extension UserWire {
    /// What changes a user.
    static let changeBody = JSONSchema.object(
        .optional("email", .name(upTo: TrophyLimits.maximumEmailLength).orNull),
        .optional("name", .text(upTo: WireLimits.maximumNameLength).orNull),
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
    static let attribute = JSONSchema.text(upTo: WireLimits.maximumAttributeLength)
}
