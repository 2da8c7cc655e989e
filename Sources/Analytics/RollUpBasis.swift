import Catalogue
import CivilTime
import Engine
import Storage

/// What of a workspace's configuration its roll-ups follow from.
///
/// Where it has become another, all users are gone through anew.
struct RollUpBasis: Sendable {
    /// What is the same as long as roll-ups are made in the same way; it grows when that changes.
    private static let algorithm = "1"

    let workspace: WorkspaceID
    let rulebook: Rulebook
    /// The attributes of users by which they are told apart.
    let userAttributes: [Attribute]
    /// The attributes of events by which those are told apart.
    let eventAttributes: [Attribute]
    /// What it is as of.
    let now: Instant

    init(_ view: WorkspaceView) {
        workspace = view.id
        rulebook = view.rulebook
        now = view.now
        let keys = Set(WorkspaceSettings(stored: view.workspace.settings).analyticsAttributes)
        let chosen = view.rulebook.attributes.filter { keys.contains($0.key) }
        userAttributes = chosen.filter { $0.kind == .user }
        eventAttributes = chosen.filter { $0.kind == .event }
    }

    /// A text that is another one where roll-ups would be.
    var text: String {
        var parts = [Self.algorithm]
        parts += (userAttributes + eventAttributes).map { "a\($0.id.number)" }.sorted()
        parts += rulebook.defaultStays.map { "z\($0.from.microseconds)\($0.zone ?? "")" }
        for started in rulebook.experiments.all {
            let (first, end) = (started.span.lowerBound, started.span.upperBound)
            let number = started.experiment.id.number
            parts.append("x\(number):\(first.microseconds)-\(end.microseconds)")
        }
        for system in rulebook.points.systems {
            parts += rulebook.points.levels(of: system.id).map { "l\($0.id.number)=\($0.points)" }
        }
        return parts.joined(separator: " ")
    }

    /// Where users live who have no zone of their own.
    func zones(_ zones: ZoneDatabase) -> ZoneHistory {
        let entries = rulebook.defaultStays.map { stay in
            ZoneHistory.Entry(from: stay.from, zone: zones.zoneOrUTC(named: stay.zone ?? "UTC"))
        }
        return ZoneHistory(entries) ?? ZoneHistory(.utc)
    }

    /// What a user belongs to besides everybody.
    func segments(of user: User, with attributes: [AttributeID: String]) -> Set<Segment> {
        let group = user.isControl ? Segment.inControl : Segment.notInControl
        var segments: Set = [Segment(Segment.control, group)]
        for attribute in userAttributes {
            segments.insert(Segment(attribute.id.number, Self.cut(attributes[attribute.id] ?? "")))
        }
        return segments
    }

    /// A value as it is told apart.
    static func cut(_ value: String) -> String {
        String(value.unicodeScalars.prefix(AnalyticsLimits.maximumValueLength).map(Character.init))
    }
}
