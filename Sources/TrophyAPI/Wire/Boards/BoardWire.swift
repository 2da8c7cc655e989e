import Boards
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Wire

/// Leaderboards as Trophy's application interface has them.
struct BoardWire {
    let rulebook: Rulebook
    let now: Instant

    init(_ context: CallContext) { self.init(context.view) }

    init(_ view: WorkspaceView) {
        rulebook = view.rulebook
        now = view.now
    }

    /// Writes what every answer about a leaderboard begins with; its days are those of a run where one
    /// is given.
    func write(_ board: Board, of run: BoardRun? = nil, to object: inout JSONObjectWriter) {
        object.field("id", board.publicID)
        object.field("key", board.key)
        object.field("name", board.name)
        object.field("description", board.description)
        object.field("rankBy", board.source.kind.rawValue)
        switch board.source {
        case .metric(let id):
            object.fieldIfPresent("metricKey", rulebook.metric(id: id)?.key)
            object.fieldIfPresent("metricName", rulebook.metric(id: id)?.name)
        case .points(let id):
            object.fieldIfPresent("pointsSystemKey", rulebook.points.system(id)?.key)
            object.fieldIfPresent("pointsSystemName", rulebook.points.system(id)?.name)
        case .streak: break
        }
        let keys = board.breakdown.compactMap { rulebook.attribute(id: $0)?.key }
        object.field("breakdownAttributes", keys)
        object.field("breakdownAttribute", keys.first)
        AttributeMatches.writeKeys(board.userFilter, as: "userAttributes", rulebook, to: &object)
        object.field("start", (run?.first ?? board.start).iso8601)
        object.field("end", (run.map(\.last) ?? board.end)?.iso8601)
        object.field("startTime", board.startTime?.description)
        object.field("endTime", board.endTime?.description)
        object.field("maxParticipants", board.maximumParticipants)
        object.field("runUnit", board.interval?.unit.rawValue)
        object.field("runInterval", board.interval?.count)
        if let days = board.rollingDays { object.field("rollingDays", days) }
        object.field("ties", board.ties.rawValue)
    }

    /// Writes where a user is after an event.
    func write(_ standing: BoardStanding, to object: inout JSONObjectWriter) {
        let board = standing.step.board
        write(board, of: standing.step.run, to: &object)
        object.field("rank", standing.rank)
        object.field("previousRank", standing.previousRank)
        object.field("threshold", board.value(of: standing.threshold))
        object.field("value", board.value(of: standing.step.after.score))
        write(groupOf: board, standing.step.after.group.values, to: &object)
        LeagueWire.write(standing.step.after.group, of: board, to: &object)
    }

    /// Writes among whom a user is ranked, where users are ranked apart.
    func write(groupOf board: Board, _ values: [String], to object: inout JSONObjectWriter) {
        guard !board.breakdown.isEmpty else { return }
        object.array("breakdownAttributeValues") { array in
            for (id, value) in zip(board.breakdown, values) {
                guard let key = rulebook.attribute(id: id)?.key else { continue }
                array.object { object in
                    object.field("key", key)
                    object.field("value", value)
                }
            }
        }
        object.fieldIfPresent("breakdownAttributeValue", values.first)
    }

    /// Writes which run is shown.
    func write(_ run: BoardRun?, of board: Board, to object: inout JSONObjectWriter) {
        guard let run else { return object.null("run") }
        object.object("run") { object in
            object.field("start", run.first.iso8601)
            object.field("end", run.last?.iso8601)
            object.field("isFinal", !board.isOpen(run, at: now))
        }
    }

    /// Writes users with their places.
    func write(_ users: [RankedUser], of board: Board, to object: inout JSONObjectWriter) {
        object.array("rankings") { array in
            for user in users {
                array.object { object in
                    object.field("userId", user.id)
                    object.field("userName", user.name)
                    object.field("rank", user.rank)
                    object.field("value", board.value(of: user.score))
                }
            }
        }
    }
}
