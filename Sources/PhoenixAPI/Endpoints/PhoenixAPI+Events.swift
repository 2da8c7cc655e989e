import HTTP
import JSONText
import Wire

extension PhoenixAPI {
    /// What takes events in.
    static let eventEndpoints = [
        Endpoint(
            .post,
            "/v1/events",
            "Takes an event in; it is answered when it is stored for good.",
            by: .known,
            body: .json(EventWire.eventBody),
            answers: [.json(.accepted, EventWire.taken), .failure(.notFound)],
            EventCalls.record
        ),
        Endpoint(
            .post,
            "/v1/events/bulk",
            "Takes several events in, all of them or none.",
            by: .known,
            body: .json(.oneOf([events, .object(.field("events", events))])),
            answers: [
                .json(
                    .accepted,
                    .object(
                        .field("status", .words(["accepted"])),
                        .field("accepted", .count),
                        .field("events", .array(of: EventWire.taken))
                    )
                ),
                .failure(.notFound),
            ],
            EventCalls.recordBulk
        ),
    ]

    private static let events = JSONSchema.array(
        EventWire.eventBody,
        1...PhoenixLimits.maximumEvents
    )
}
