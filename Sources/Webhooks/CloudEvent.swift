import CivilTime
import Engine
import JSONText
import Storage

/// The envelope of CloudEvents 1.0, in its structured form.
enum CloudEvent {
    static let mediaType = "application/cloudevents+json"

    /// A body in the envelope.
    static func text(_ body: String, kind: String, about fact: PlacedFact) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.field("specversion", "1.0")
            object.field("id", DeliverySubject(fact.stored).factID)
            object.field("source", "/workspaces/\(fact.workspaceID)")
            object.field("type", kind)
            object.fieldIfPresent("subject", fact.userID)
            object.field("time", fact.stored.fact.at.iso8601)
            object.field("datacontenttype", "application/json")
            object.field("data", rawJSON: body)
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}
