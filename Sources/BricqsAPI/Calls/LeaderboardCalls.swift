import Access
import Boards
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Leaderboards on Bricqs' wire.
enum LeaderboardCalls {
    /// How long the runs of a leaderboard are.
    enum Period: String, CaseIterable {
        case allTime = "all_time"
        case yearly
        case monthly
        case weekly
        case daily

        /// That of a leaderboard, if it has one of these.
        init?(_ board: Board) {
            switch (board.interval?.unit, board.interval?.count) {
            case (nil, _): self = .allTime
            case (.year, 1): self = .yearly
            case (.month, 1): self = .monthly
            case (.day, 7): self = .weekly
            case (.day, 1): self = .daily
            default: return nil
            }
        }
    }

    static let limit = QueryCount("limit", default: 10, in: 1...100, "How many to list.")

    static let page = JSONSchema.named(
        "Leaderboard",
        .object(
            .field("leaderboard", .text),
            .field("name", .text),
            .field("period", .word(of: Period.self).orNull),
            .field(
                "entries",
                .array(
                    of: .object(
                        .field("rank", .count),
                        .field("participant_id", .text),
                        .field("display_name", .text.orNull),
                        .field("score", .integer)
                    )
                )
            )
        )
    )

    static let place = JSONSchema.named(
        "LeaderboardRank",
        .object(
            .field("leaderboard", .text),
            .field("participant_id", .text),
            .field("rank", .count.orNull),
            .field("score", .integer.orNull),
            .field("percentile", .number.orNull),
            .field("total_participants", .count)
        )
    )

    /// The first of the current run.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let board = try board(context)
        let limit = try limit.read(context.request.query)
        let today = Zone.utc.civilDate(at: context.view.now)
        var users: [RankedUser] = []
        if let run = board.currentRun(on: today) {
            users = try await context.service.boards.page(
                of: board,
                BoardPageQuery(run: run, group: .everybody, offset: 0, limit: limit),
                in: context.view
            )
        }
        return Response.json { writer in
            writer.object { object in
                object.field("leaderboard", board.key)
                object.field("name", board.name)
                object.field("period", Period(board)?.rawValue)
                object.array("entries") { array in
                    for user in users {
                        array.object { object in
                            object.field("rank", user.rank)
                            object.field("participant_id", user.id)
                            object.field("display_name", user.name)
                            object.field("score", board.value(of: user.score))
                        }
                    }
                }
            }
        }
    }

    /// Where a participant is in the current run.
    @Sendable static func showRank(_ context: CallContext) async throws -> Response {
        let id = context.request.parameter("participant_id")
        try context.principal.requireAccess(toUser: id)
        let board = try board(context)
        let today = Zone.utc.civilDate(at: context.view.now)
        var place: BoardPlace?
        if let run = board.currentRun(on: today) {
            place = try await context.service.boards.place(
                of: id,
                on: board,
                run,
                in: context.view
            )
        }
        return Response.json { writer in
            writer.object { object in
                object.field("leaderboard", board.key)
                object.field("participant_id", id)
                object.field("rank", place?.rank)
                object.field("score", place.map { board.value(of: $0.score) })
                if let place, let rank = place.rank, place.count > 0 {
                    let share = Int64(place.count - rank + 1) * 10_000 / Int64(place.count)
                    let percent = Amount(millionths: share * 10_000)
                    object.field("percentile", rawNumber: percent.description)
                } else {
                    object.null("percentile")
                }
                object.field("total_participants", place?.count ?? 0)
            }
        }
    }

    /// The leaderboard that the path names, if its runs are as long as the query says.
    private static func board(_ context: CallContext) throws -> Board {
        let code = context.request.parameter("code")
        guard let board = context.view.rulebook.boards[key: code], board.state != .inactive else {
            throw HTTPError.notFound("No leaderboard has the code \"\(code.excerpt)\".")
        }
        guard let text = context.request.query.first("period") else { return board }
        guard let period = Period(rawValue: text) else {
            let words = Period.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidInput(path: "period", problem: "must be one of: \(words)")
        }
        guard Period(board) == period else {
            throw HTTPError.notFound(
                "The leaderboard \"\(code.excerpt)\" is not \(text); its period is "
                    + "\(Period(board)?.rawValue ?? "another one")."
            )
        }
        return board
    }
}
