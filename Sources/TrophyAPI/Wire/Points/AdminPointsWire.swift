import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Wire

/// What points are set up from, as Trophy's admin interface has it.
struct AdminPointsWire {
    private let rulebook: Rulebook
    private let request: Request
    private let now: Instant

    init(_ context: CallContext) {
        rulebook = context.view.rulebook
        request = context.request
        now = context.view.now
    }

    /// Writes a system.
    func write(_ system: PointsSystem, to object: inout JSONObjectWriter) {
        object.field("id", system.publicID)
        object.field("key", system.key)
        object.field("status", system.status.rawValue)
        for field in PointsSystemFields.all { field.write(system, request, &object) }
    }

    /// Writes a level.
    func write(_ level: PointsLevel, to object: inout JSONObjectWriter) {
        object.field("id", level.publicID)
        object.field("key", level.key)
        for field in PointsLevelFields.all { field.write(level, request, &object) }
    }

    /// Writes a boost; one of a single user has no filter.
    func write(_ boost: PointsBoost, to object: inout JSONObjectWriter) {
        object.field("id", boost.publicID)
        object.field("status", boost.status(at: now, in: nil).rawValue)
        for field in PointsBoostFields.all { field.write(boost, (), &object) }
        switch boost.audience {
        case .one(_, let id): object.field("userId", id)
        case .users(let filter):
            object.null("userId")
            AttributeMatches.writeIDs(filter, as: "userAttributes", rulebook, to: &object)
        }
    }

    /// Writes a trigger.
    func write(_ trigger: PointsTrigger, to object: inout JSONObjectWriter) {
        object.field("id", trigger.publicID)
        object.field("type", trigger.cause.kind.rawValue)
        object.field("points", trigger.points)
        object.field("status", trigger.status.rawValue)
        object.field("blockIfOutOfPoints", trigger.blocksIfOutOfPoints)
        object.fieldIfPresent("maxPerDay", trigger.maxPerDay)
        object.fieldIfPresent("maxPerWeek", trigger.maxPerWeek)
        if trigger.countsPast, trigger.status == .active {
            object.field("appliesTo", Reach.all.rawValue)
        }
        AttributeMatches.writeIDs(trigger.userFilter, as: "userAttributes", rulebook, to: &object)
        write(trigger.cause, to: &object)
    }

    private func write(_ cause: PointsCause, to object: inout JSONObjectWriter) {
        switch cause {
        case .metric(let threshold):
            object.fieldIfPresent("metricId", rulebook.metric(id: threshold.metric)?.publicID)
            object.field("metricThreshold", rawNumber: threshold.amount.description)
            let filter = threshold.filter?.attributes ?? AttributeFilter()
            AttributeMatches.writeIDs(filter, as: "eventAttributes", rulebook, to: &object)
        case .achievement(let id):
            object.fieldIfPresent("achievementId", rulebook.achievements[id]?.publicID)
        case .streak(let length, let definition):
            object.field("streakLength", length)
            let streak = definition.flatMap { id in rulebook.streaks.first { $0.id == id } }
            object.fieldIfPresent("streakId", streak?.publicID)
        case .time(let interval):
            object.field("timeUnit", AdminTimeUnit(interval.unit).rawValue)
            object.field("timeInterval", interval.count)
        case .userCreation: break
        }
    }
}
