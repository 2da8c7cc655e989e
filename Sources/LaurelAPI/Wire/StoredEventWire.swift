import CivilTime
import Engine
import JSONText
import Wire

/// Stored events, for whoever runs an application.
enum StoredEventWire {
    /// Writes the fields of an event.
    static func write(
        _ event: Event,
        _ metrics: [MetricID: Metric],
        to object: inout JSONObjectWriter
    ) {
        let metric = metrics[event.metric]
        object.field("eventId", event.id.description)
        object.field("metricId", metric?.publicID)
        object.field("metricKey", metric?.key)
        object.field("value", rawNumber: event.amount.description)
        object.field("occurredAt", event.occurredAt.iso8601)
        object.field("receivedAt", event.receivedAt.iso8601)
        object.field("date", event.day.iso8601)
        object.object("attributes") { map in
            for (key, value) in event.attributes.sorted(by: { $0.key < $1.key }) {
                map.field(key, value)
            }
        }
        object.field("idempotencyKey", event.idempotencyKey)
        object.field("deletedAt", event.deletedAt?.iso8601)
    }
}
