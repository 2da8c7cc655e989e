import Wire

extension StoredEventWire {
    /// An event as it is stored.
    static let event = JSONSchema.named(
        "StoredEvent",
        .object(
            .field("eventId", .uuid),
            .field("metricId", .uuid.orNull),
            .field("metricKey", .text.orNull),
            .field("value", .number),
            .field("occurredAt", .instant),
            .field("receivedAt", .instant),
            .field("date", .date),
            .field("attributes", .map(.text)),
            .field("idempotencyKey", .text.orNull),
            .field("deletedAt", .instant.orNull)
        )
    )
}
