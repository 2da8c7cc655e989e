import CivilTime
public import Engine
private import JSONText

/// What is stored of a leaderboard beside the columns by which rows are found.
///
/// This is the one place that writes and reads its fields. Rows call other items by numbers; a
/// document for people names them, and is not read back.
public enum BoardDocument {
    /// The text of a leaderboard.
    public static func text(of board: Board, naming names: ItemNames? = nil) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.field("name", board.name)
            object.fieldIfPresent("description", board.description)
            object.field("state", board.state.rawValue)
            object.field("rankBy", board.source.kind.rawValue)
            switch board.source {
            case .metric(let metric): object.field("metric", names.metric(metric))
            case .points(let system): object.field("pointsSystem", String(system.number))
            case .streak: break
            }
            object.field("start", board.start.iso8601)
            object.fieldIfPresent("end", board.end?.iso8601)
            object.fieldIfPresent("runUnit", board.interval?.unit.rawValue)
            if let interval = board.interval { object.field("runInterval", interval.count) }
            if let leagues = board.leagues { write(leagues, to: &object) }
            if let days = board.rollingDays { object.field("rollingDays", days) }
            if board.streakMeasure != .current {
                object.field("streakLength", board.streakMeasure.rawValue)
            }
            object.fieldIfPresent("startTime", board.startTime?.description)
            object.fieldIfPresent("endTime", board.endTime?.description)
            object.field("breakdown", board.breakdown.map { names.attribute($0) })
            DocumentParts.write(board.userFilter, as: "userAttributes", names, to: &object)
            if let most = board.maximumParticipants { object.field("maxParticipants", most) }
            object.field("ties", board.ties.rawValue)
            object.field("finalizingSeconds", board.finalizingSeconds)
            if let openedAt = board.openedAt { object.field("openedAt", openedAt.microseconds) }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// The leaderboard that a text says.
    static func board(
        from text: String,
        id: BoardID,
        publicID: String,
        key: String
    ) throws(StorageError) -> Board {
        do {
            let fields = try JSONCursor(try JSON(parsing: Array(text.utf8))).fields()
            var board = Board(
                id: id,
                publicID: publicID,
                key: key,
                name: try fields.string("name"),
                source: try source(from: fields),
                start: try DocumentParts.date("start", in: fields) ?? CivilDate(dayNumber: 0)
            )
            board.description = try fields.optionalString("description")
            board.state = try DocumentParts.word("state", in: fields)
            board.end = try DocumentParts.date("end", in: fields)
            board.interval = try interval(from: fields)
            board.leagues = try leagues(from: fields)
            board.rollingDays = try fields.optionalInteger("rollingDays")
                .map { Int(clamping: $0) }
            if try fields.optionalString("streakLength") != nil {
                board.streakMeasure = try DocumentParts.word("streakLength", in: fields)
            }
            board.startTime = try time("startTime", in: fields)
            board.endTime = try time("endTime", in: fields)
            board.breakdown = try fields.required("breakdown").strings()
                .compactMap { Int64($0).map(AttributeID.init) }
            board.userFilter = try DocumentParts.filter("userAttributes", in: fields)
            board.maximumParticipants = try fields.optionalInteger("maxParticipants")
                .map { Int(clamping: $0) }
            board.ties = try DocumentParts.word("ties", in: fields)
            board.finalizingSeconds = Int(clamping: try fields.integer("finalizingSeconds"))
            board.openedAt = try fields.optionalInteger("openedAt")
                .map { Instant(microseconds: $0) }
            return board
        } catch {
            throw StorageError(
                .invalidValue,
                "the document of leaderboard \(id.number) is not what it should be: \(error)"
            )
        }
    }
}

// MARK: - Reading

extension BoardDocument {
    private static func source(from fields: JSONFields) throws(InvalidInput) -> Board.Source {
        let kind: Board.Source.Kind = try DocumentParts.word("rankBy", in: fields)
        switch kind {
        case .streak: return .streak
        case .metric: return .metric(MetricID(try number("metric", in: fields)))
        case .points: return .points(PointsSystemID(try number("pointsSystem", in: fields)))
        }
    }

    private static func interval(from fields: JSONFields) throws(InvalidInput) -> Board.Interval? {
        guard try fields.optionalString("runUnit") != nil else { return nil }
        return Board.Interval(
            unit: try DocumentParts.word("runUnit", in: fields),
            count: Int(clamping: try fields.integer("runInterval"))
        )
    }

    private static func write(_ leagues: Leagues, to object: inout JSONObjectWriter) {
        object.object("leagues") { object in
            object.field("size", leagues.size)
            object.field("tiers", leagues.tiers)
            object.field("promote", leagues.promoted)
            object.field("relegate", leagues.relegated)
        }
    }

    private static func leagues(from fields: JSONFields) throws(InvalidInput) -> Leagues? {
        guard let leagues = try fields.optional("leagues")?.fields() else { return nil }
        return Leagues(
            size: Int(clamping: try leagues.integer("size")),
            tiers: Int(clamping: try leagues.integer("tiers")),
            promoted: Int(clamping: try leagues.integer("promote")),
            relegated: Int(clamping: try leagues.integer("relegate"))
        )
    }

    private static func number(
        _ name: String,
        in fields: JSONFields
    ) throws(InvalidInput) -> Int64 {
        guard let number = Int64(try fields.string(name)) else {
            throw fields.invalid(name, "is no number")
        }
        return number
    }

    private static func time(
        _ name: String,
        in fields: JSONFields
    ) throws(InvalidInput) -> WallTime? {
        guard let text = try fields.optionalString(name) else { return nil }
        do { return try WallTime(text) } catch { throw fields.invalid(name, "is no time of day") }
    }
}
