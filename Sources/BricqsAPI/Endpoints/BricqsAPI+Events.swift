import HTTP
import Wire

extension BricqsAPI {
    /// Taking events in.
    static let eventEndpoints = [
        Endpoint(
            .post,
            "/api/v1/gamify/events",
            "Takes an event in; the participant comes to be if need be.",
            by: .known,
            parameters: [IdempotencyKey.parameter],
            body: .json(EventWire.eventBody),
            answers: [.ok(EventWire.taken)],
            EventCalls.record
        ),
        Endpoint(
            .post,
            "/api/v1/gamify/events/batch",
            "Takes several events in, each by itself.",
            by: .known,
            parameters: [IdempotencyKey.parameter],
            body: .json(EventWire.batchBody),
            answers: [.ok(EventWire.takenBatch)],
            EventCalls.recordBatch
        ),
    ]
}
