import Catalogue
import Engine
import JSONText
import Wire

extension ConfigurationDocument {
    /// Writes a leaderboard.
    static func write(
        _ board: Board,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        object.field("key", board.key)
        for field in BoardFields.all { field.write(board, (), &object) }
        if board.state == .inactive { object.field("status", board.state.rawValue) }
        object.field("rankBy", board.source.kind.rawValue)
        switch board.source {
        case .metric(let id): object.field("metric", rulebook.metric(id: id)?.key)
        case .points(let id): object.field("pointsSystem", rulebook.points.system(id)?.key)
        case .streak: break
        }
        if let interval = board.interval {
            object.field("runUnit", interval.unit.rawValue)
            object.field("runInterval", interval.count)
        }
        let breakdown = board.breakdown.compactMap { rulebook.attribute(id: $0)?.key }
        if !breakdown.isEmpty { object.field("breakdownAttributes", breakdown) }
        write(board.userFilter, as: "userAttributes", rulebook, to: &object)
    }

    /// Writes a points system with its parts.
    static func write(
        _ system: PointsSystem,
        _ view: WorkspaceView,
        to object: inout JSONObjectWriter
    ) {
        let rulebook = view.rulebook
        object.field("key", system.key)
        for field in PointsSystemFields.all { field.write(system, nil, &object) }
        object.array("levels") { array in
            for level in rulebook.points.levels(of: system.id) {
                array.object { object in
                    object.field("key", level.key)
                    for field in PointsLevelFields.all { field.write(level, nil, &object) }
                }
            }
        }
        object.array("triggers") { array in
            for trigger in rulebook.points.triggers where trigger.system == system.id {
                array.object { write(trigger, rulebook, to: &$0) }
            }
        }
        let boosts = rulebook.points.boosts.filter { boost in
            boost.system == system.id && boost.isOfDocument(at: view.now)
        }
        object.array("boosts") { array in
            for boost in boosts {
                array.object { object in
                    for field in PointsBoostFields.all { field.write(boost, (), &object) }
                    guard case .users(let filter) = boost.audience else { return }
                    write(filter, as: "userAttributes", rulebook, to: &object)
                }
            }
        }
    }

    private static func write(
        _ trigger: PointsTrigger,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        object.field("type", trigger.cause.kind.rawValue)
        object.field("points", trigger.points)
        if trigger.status != .active { object.field("status", trigger.status.rawValue) }
        if trigger.blocksIfOutOfPoints { object.field("blockIfOutOfPoints", true) }
        object.fieldIfPresent("maxPerDay", trigger.maxPerDay)
        object.fieldIfPresent("maxPerWeek", trigger.maxPerWeek)
        writeCause(of: trigger, rulebook, to: &object)
    }

    /// Writes what a trigger gives points for and to whom, by which it is known, but for its kind.
    static func writeCause(
        of trigger: PointsTrigger,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        write(trigger.userFilter, as: "userAttributes", rulebook, to: &object)
        switch trigger.cause {
        case .metric(let threshold):
            object.field("metric", rulebook.metric(id: threshold.metric)?.key)
            object.field("metricThreshold", rawNumber: threshold.amount.description)
            write(threshold.filter?.attributes, as: "eventAttributes", rulebook, to: &object)
        case .achievement(let id):
            object.field("achievement", rulebook.achievements[id]?.name)
        case .streak(let length, let definition):
            object.field("streakLength", length)
            let streak = definition.flatMap { id in rulebook.streaks.first { $0.id == id } }
            object.fieldIfPresent("streak", streak?.key)
        case .time(let interval):
            object.field("timeUnit", AdminTimeUnit(interval.unit).rawValue)
            object.field("timeInterval", interval.count)
        case .userCreation: break
        }
    }
}
