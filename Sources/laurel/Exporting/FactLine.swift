import CivilTime
import Delivery
import Engine
import JSONText
import Storage

/// A fact as a line of JSON.
enum FactLine {
    static func text(of placed: PlacedFact) -> String {
        let fact = placed.stored.fact
        var writer = JSONWriter()
        writer.object { object in
            object.field("cursor", cursor(of: placed.place))
            object.field("type", fact.kind.rawValue)
            object.field("workspace", placed.workspaceID)
            object.field("userId", placed.userID)
            object.field("subject", fact.subject)
            object.field("at", fact.at.iso8601)
            object.field("told", placed.stored.toldAt.iso8601)
            object.object("data") { fact.payload.write(to: &$0) }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    static func cursor(of place: FactPlace) -> String {
        "\(place.place)-\(place.number)-\(place.user)"
    }

    /// The place that a cursor names.
    static func place(of cursor: some StringProtocol) -> FactPlace? {
        let parts = cursor.split(separator: "-").compactMap { Int64($0) }
        guard parts.count == 3 else { return nil }
        return FactPlace(place: parts[0], number: parts[1], user: parts[2])
    }
}
