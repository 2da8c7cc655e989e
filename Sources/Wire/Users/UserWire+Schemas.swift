extension UserWire {
    /// A user.
    public static let user = JSONSchema.named(
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
            ExperimentArmsWire.field,
            .field("created", .instant),
            .field("updated", .instant)
        )
    )

    /// A text that can be a user's id.
    public static let id = UserName.schema
}
