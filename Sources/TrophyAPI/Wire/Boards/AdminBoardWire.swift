import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Wire

/// Leaderboards as Trophy's admin interface has them.
enum AdminBoardWire {
    /// What the fields tell of a leaderboard.
    static func change(from fields: JSONFields) throws -> BoardChange {
        var change = BoardChange()
        for field in BoardFields.all { try field.read(fields, (), &change) }
        if fields.optional("key") != nil { change.key = try fields.referenceKey() }
        change.status = try fields.word("status", Board.Status.self)
        change.kind = try fields.word("rankBy", Board.Source.Kind.self)
        change.metric = try fields.optional("metricId").map(ResourceID.read)
        change.pointsSystem = try fields.optional("pointsSystemId").map(ResourceID.read)
        change.runUnit = try fields.wanted("runUnit") { cursor in
            guard let unit = Board.Interval.Unit(rawValue: try cursor.string()) else {
                throw cursor.invalid("must be one of: day, month, year")
            }
            return unit
        }
        change.runInterval = try fields.wanted("runInterval") { cursor in
            Int(try cursor.integer(in: 0...Int64(Int32.max)))
        }
        change.breakdown = try fields.optional("breakdownAttributes").map { cursor in
            try cursor.elements(atMost: TrophyLimits.maximumAttributes).map(ResourceID.read)
        }
        change.userAttributes = try fields.wanted("userAttributes", AttributeMatches.read)
        return change
    }

    /// Writes a leaderboard.
    static func write(
        _ board: Board,
        _ view: WorkspaceView,
        to object: inout JSONObjectWriter
    ) {
        let rulebook = view.rulebook
        object.field("id", board.publicID)
        object.field("key", board.key)
        object.field("status", board.status(at: view.now).rawValue)
        for field in BoardFields.all { field.write(board, (), &object) }
        object.field("rankBy", board.source.kind.rawValue)
        switch board.source {
        case .metric(let id):
            object.fieldIfPresent("metricId", rulebook.metric(id: id)?.publicID)
        case .points(let id):
            object.fieldIfPresent("pointsSystemId", rulebook.points.system(id)?.publicID)
        case .streak: break
        }
        object.fieldIfPresent("runUnit", board.interval?.unit.rawValue)
        if let interval = board.interval { object.field("runInterval", interval.count) }
        object.field(
            "breakdownAttributes",
            board.breakdown.compactMap { rulebook.attribute(id: $0)?.publicID }
        )
        AttributeMatches.writeIDs(board.userFilter, as: "userAttributes", rulebook, to: &object)
    }
}
