import HTTP
import Storage
import Wire

extension TrophyAPI {
    /// Taking events in.
    static let eventEndpoints = [
        Endpoint(
            .post,
            "/v1/metrics/{key}/event",
            "Takes an event in; the user comes to be if need be.",
            by: .known,
            parameters: [
                .path("key", .text, "The key of the metric."),
                .header(
                    "Idempotency-Key",
                    .name(upTo: TrophyLimits.maximumIdempotencyKeyLength),
                    "What marks a repetition as one."
                ),
            ],
            body: .json(EventWire.eventBody),
            answers: [
                .json(.created, EventWire.recorded), .json(.accepted, EventWire.recorded),
                .failure(.notFound),
            ],
            EventCalls.record
        )
    ]

    /// Metrics, and the events of several of them at once.
    static let metricEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/metrics",
            "Lists the metrics, oldest first.",
            by: .admin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: MetricCalls.metric))],
            isRevalidated: true,
            MetricCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/metrics",
            "Creates metrics.",
            by: .admin,
            body: Bulk.body(of: MetricCalls.draftBody),
            answers: Bulk.created(MetricCalls.metric),
            MetricCalls.create
        ),
        Endpoint(
            .patch,
            "/admin/v1/metrics",
            "Changes metrics; a key is fixed.",
            by: .admin,
            body: Bulk.body(of: MetricCalls.changeBody),
            answers: Bulk.updated(MetricCalls.metric),
            MetricCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/metrics",
            "Ends metrics.",
            by: .admin,
            parameters: [.ids],
            answers: Bulk.deleted,
            MetricCalls.delete
        ),
        Endpoint(
            .get,
            "/admin/v1/metrics/{id}",
            "Shows a metric.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(MetricCalls.metric), .failure(.notFound)],
            isRevalidated: true,
            MetricCalls.show
        ),
        Endpoint(
            .post,
            "/admin/v1/metrics/events",
            "Takes several events in, all of them or none.",
            by: .admin,
            role: .support,
            body: .json(
                .array(EventWire.batchItem, 1...TrophyLimits.maximumBatchEvents),
                maximumBytes: TrophyLimits.maximumBatchBytes
            ),
            answers: [
                .json(.accepted, .object(.field("accepted", .count))), .failure(.notFound),
            ],
            EventCalls.recordBatch
        ),
    ]
}
