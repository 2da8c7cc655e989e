import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Wire

/// Points as Trophy's application interface has them.
struct PointsWire {
    let rulebook: Rulebook
    let request: Request
    let now: Instant

    init(_ context: CallContext) {
        rulebook = context.view.rulebook
        request = context.request
        now = context.view.now
    }

    init(_ view: WorkspaceView, seenThrough request: Request) {
        rulebook = view.rulebook
        now = view.now
        self.request = request
    }

    /// Writes what every answer about points of a system begins with.
    func write(_ system: PointsSystem, to object: inout JSONObjectWriter) {
        object.field("id", system.publicID)
        object.field("key", system.key)
        writeTexts(of: system, to: &object)
    }

    /// Writes a system with its active triggers.
    func writeWhole(_ system: PointsSystem, to object: inout JSONObjectWriter) {
        object.field("id", system.publicID)
        writeTexts(of: system, to: &object)
        object.array("triggers") { array in
            for trigger in rulebook.points.triggers
            where trigger.system == system.id && trigger.status == .active {
                array.object { write(trigger, to: &$0) }
            }
        }
    }

    private func writeTexts(of system: PointsSystem, to object: inout JSONObjectWriter) {
        object.field("name", system.name)
        object.field("description", system.description)
        object.field("badgeUrl", system.badgeURL.map(request.absolute))
        object.field("maxPoints", system.maxPoints)
    }

    /// Writes a level.
    func write(_ level: PointsLevel, to object: inout JSONObjectWriter) {
        object.field("id", level.publicID)
        object.field("key", level.key)
        object.field("name", level.name)
        object.field("description", level.description)
        object.field("badgeUrl", level.badgeURL.map(request.absolute))
        object.field("points", level.points)
    }

    /// Writes a level, or null for none.
    func write(_ level: PointsLevel?, as name: String, to object: inout JSONObjectWriter) {
        guard let level else { return object.null(name) }
        object.object(name) { write(level, to: &$0) }
    }

    /// Writes a boost, as it stands for a user in a zone, or for all.
    func write(_ boost: PointsBoost, in zone: Zone? = nil, to object: inout JSONObjectWriter) {
        object.field("id", boost.publicID)
        for field in PointsBoostFields.all { field.write(boost, (), &object) }
        object.field("status", boost.status(at: now, in: zone).rawValue)
    }

    /// Writes a trigger.
    func write(_ trigger: PointsTrigger, to object: inout JSONObjectWriter) {
        object.field("id", trigger.publicID)
        object.field("type", trigger.cause.kind.rawValue)
        object.field("points", trigger.points)
        object.field("status", trigger.status.rawValue)
        AttributeMatches.writeKeys(trigger.userFilter, as: "userAttributes", rulebook, to: &object)
        write(trigger.cause, to: &object)
        object.field("created", trigger.createdAt.iso8601)
        object.field("updated", trigger.updatedAt.iso8601)
    }

    private func write(_ cause: PointsCause, to object: inout JSONObjectWriter) {
        switch cause {
        case .metric(let threshold):
            let metric = rulebook.metric(id: threshold.metric)
            object.fieldIfPresent("metricId", metric?.publicID)
            object.fieldIfPresent("metricName", metric?.name)
            object.field("metricThreshold", rawNumber: threshold.amount.description)
            let filter = threshold.filter?.attributes ?? AttributeFilter()
            AttributeMatches.writeKeys(filter, as: "eventAttributes", rulebook, to: &object)
        case .achievement(let id):
            let achievement = rulebook.achievements[id]
            object.fieldIfPresent("achievementId", achievement?.publicID)
            object.fieldIfPresent("achievementName", achievement?.name)
        case .streak(let length, _): object.field("streakLengthThreshold", length)
        case .time(let interval):
            object.field("timeUnit", interval.unit.rawValue)
            object.field("timeInterval", interval.count)
        case .userCreation: break
        }
    }
}
