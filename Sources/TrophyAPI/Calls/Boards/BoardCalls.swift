import Boards
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Leaderboards on the application interface.
enum BoardCalls {
    /// How many places of a leaderboard a page has at most.
    static let maximumPage = 1_000

    static let limit = QueryCount(
        "limit",
        default: 10,
        in: 0...maximumPage,
        "How many places to show; not more than the leaderboard has."
    )

    static let offset = QueryCount(
        "offset",
        default: 0,
        in: -maximumPage...Int(Int32.max),
        "How many places to leave out; with userId, from that user's place on."
    )

    /// How many days a history has.
    static let days = QueryCount(
        "numEvents",
        default: 10,
        in: 0...100,
        "How many of the last days to show."
    )

    /// The leaderboards that are not being set up; those that are over only if asked.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let includesFinished = try context.request.query.flag("includeFinished")
        let now = context.view.now
        let wire = BoardWire(context)
        let boards = context.view.rulebook.boards.counting.filter { board in
            includesFinished || board.status(at: now) != .finished
        }
        return Response.json { writer in
            writer.array { array in
                for board in boards {
                    array.object { object in
                        wire.write(board, to: &object)
                        object.field("status", board.status(at: now).rawValue)
                    }
                }
            }
        }
    }

    /// Some places of a leaderboard, or some users ranked among themselves.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let board = try context.boardByKey()
        let run = try context.run(of: board)
        let users = try await users(of: board, run, context)
        let wire = BoardWire(context)
        return Response.json { writer in
            writer.object { object in
                wire.write(board, to: &object)
                object.field("status", board.status(at: context.view.now).rawValue)
                wire.write(run, of: board, to: &object)
                wire.write(users, of: board, to: &object)
            }
        }
    }

    private static func users(
        of board: Board,
        _ run: BoardRun?,
        _ context: CallContext
    ) async throws -> [RankedUser] {
        let query = context.request.query
        let limit = try limit.read(query)
        let offset = try offset.read(query)
        let size = min(board.maximumParticipants ?? maximumPage, maximumPage)
        guard limit <= max(size, 10) else {
            throw InvalidInput(path: "limit", problem: "must not be above \(size)")
        }
        let userID = query.first("userId")
        guard offset >= 0 || userID != nil else {
            throw InvalidInput(path: "offset", problem: "must not be below 0 without userId")
        }
        let friends = query.list("userIds")
        guard let run else { return [] }
        if !friends.isEmpty {
            guard friends.count <= BoardLimits.maximumFriends else {
                throw InvalidInput(
                    path: "userIds",
                    problem: "must name at most \(BoardLimits.maximumFriends) users"
                )
            }
            return try await context.service.boards.friends(
                friends,
                on: board,
                run,
                in: context.view
            )
        }
        return try await context.service.boards.page(
            of: board,
            BoardPageQuery(
                run: run,
                group: try context.group(of: board),
                offset: offset,
                limit: limit,
                user: userID
            ),
            in: context.view
        )
    }

    /// Where a user is on a leaderboard, and was at the end of each day.
    @Sendable static func showUser(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let board = try context.boardByKey()
        let run = try context.run(of: board)
        let count = try days.read(context.request.query)
        let today = Zone.utc.civilDate(at: context.view.now)
        let boards = context.service.boards
        guard let run else { throw HTTPError.notFound("The leaderboard has no run yet.") }
        let place = try await boards.place(of: id, on: board, run, in: context.view)
        let dates = BoardHistory.dates(of: run, through: today, count: count)
        var history: [BoardPlaceOfDay] = []
        if let dates {
            history = try await boards.days(
                of: id,
                on: board,
                run,
                from: dates.lowerBound.adding(days: -1),
                in: context.view
            )
        }
        let wire = BoardWire(context)
        return Response.json { writer in
            writer.object { object in
                wire.write(board, to: &object)
                wire.write(run, of: board, to: &object)
                object.field("rank", place?.rank)
                object.field("value", place.map { board.value(of: $0.score) })
                LeagueWire.write(place?.group, of: board, to: &object)
                BoardHistory(board: board, days: history)
                    .write(dates, now: place, on: today, to: &object)
            }
        }
    }
}

extension CallContext {
    /// The leaderboard whose key the path has; one that is being set up is nobody's business.
    func boardByKey() throws -> Board {
        let key = request.parameter("key")
        guard let board = view.rulebook.boards[key: key], board.state != .inactive else {
            throw HTTPError.notFound(
                "No leaderboard has the key \"\(key.excerpt)\". Create it with "
                    + "POST /admin/v1/leaderboards and status \"active\", or check the key."
            )
        }
        return board
    }

    /// The run that the query names by one of its days, or the current one.
    func run(of board: Board) throws -> BoardRun? {
        guard let text = request.query.first("run") else {
            return board.currentRun(on: Zone.utc.civilDate(at: view.now))
        }
        guard let day = try? CivilDate(iso8601: text) else {
            throw InvalidInput(path: "run", problem: "must be a date such as \"2026-01-31\"")
        }
        guard let run = board.run(holding: day) else {
            throw HTTPError.notFound(
                "The leaderboard \"\(board.key.excerpt)\" has no run on \(day.iso8601)."
            )
        }
        return run
    }

    /// The bracket that the query names, or that of the user whom it names.
    private func bracket() throws -> BoardGroup {
        guard let text = request.query.first("bracket") else {
            if request.query.first("userId") != nil { return .waiting }
            throw InvalidInput(
                path: "bracket",
                problem: "is required, or userId: the leaderboard has leagues"
            )
        }
        guard let bracket = LeagueBracket(text) else {
            throw InvalidInput(path: "bracket", problem: "must be a tier and a number, as in 2.17")
        }
        return bracket.group
    }

    /// The group that the query names by its attributes, which a leaderboard with a breakdown needs.
    fileprivate func group(of board: Board) throws -> BoardGroup {
        if board.leagues != nil { return try bracket() }
        guard request.query.first("bracket") == nil else {
            throw InvalidInput(
                path: "bracket",
                problem: "must be left out: the leaderboard has no leagues"
            )
        }
        let attributes = try AchievementCalls.attributes(in: self) ?? [:]
        let keys = board.breakdown.compactMap { view.rulebook.attribute(id: $0)?.key }
        guard Set(attributes.keys) == Set(board.breakdown) else {
            throw InvalidInput(
                path: "userAttributes",
                problem: keys.isEmpty
                    ? "must be left out: the leaderboard has no breakdown"
                    : "must name exactly the attributes of the breakdown: "
                        + keys.joined(separator: ", ")
            )
        }
        if board.breakdown.isEmpty { return .everybody }
        return BoardGroup(values: board.breakdown.compactMap { attributes[$0] })
    }
}
