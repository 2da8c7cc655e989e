import Boards
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Setting up leaderboards.
enum AdminBoardCalls {
    /// A page of the leaderboards, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let view = context.view
        return try Bulk.list(view.rulebook.boards.all, for: context) { board, object in
            AdminBoardWire.write(board, view, to: &object)
        }
    }

    /// One leaderboard.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let view = context.view
        return try Bulk.show(
            "Leaderboard",
            among: view.rulebook.boards.all,
            id: \.publicID,
            for: context
        ) { board, object in AdminBoardWire.write(board, view, to: &object) }
    }

    /// Creates leaderboards.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let create = { drafts in
            try await context.service.catalogue.createBoards(drafts, in: context.workspace)
        }
        return try await bulk("created", at: nil, context, create) { fields in
            _ = try fields.text("name", .filled(WireLimits.maximumNameLength))
            _ = try fields.referenceKey()
            guard try fields.word("rankBy", Board.Source.Kind.self) != nil else {
                throw fields.invalid("rankBy", "is required")
            }
            return try AdminBoardWire.change(from: fields)
        }
    }

    /// Changes leaderboards.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let update = { changes in
            try await context.service.catalogue.updateBoards(changes, in: context.workspace)
        }
        let ids = ResourceID.ids(of: try Bulk.items(of: context.request))
        return try await bulk("updated", at: ids, context, update) { fields in
            var change = try AdminBoardWire.change(from: fields)
            change.publicID = try ResourceID.read(fields)
            return change
        }
    }

    /// Ends leaderboards.
    @Sendable static func delete(_ context: CallContext) async throws -> Response {
        try await Bulk.delete(for: context) { ids in
            try await context.service.catalogue.deleteBoards(ids, in: context.workspace)
        }
    }

    /// Writes with the rules as they are after the change, once the leaderboards are in memory: the
    /// caller's next event is to be told of them.
    private static func bulk(
        _ name: String,
        at ids: [String?]?,
        _ context: CallContext,
        _ perform: ([BoardChange]) async throws -> [Result<Board, ItemIssue>],
        _ read: (JSONFields) throws -> BoardChange
    ) async throws -> Response {
        let drafts = try Bulk.drafts(of: try Bulk.items(of: context.request), read)
        let results = try await Bulk.perform(drafts, perform)
        let view = try await context.service.catalogue.view(of: context.workspace)
        try await context.service.boards.settle(in: context.workspace)
        return Bulk.answer(
            name,
            results,
            for: context,
            locator: ids.map(Bulk.Locator.id) ?? .index,
            status: ids == nil ? Bulk.creationStatus(results) : .ok
        ) { board, object in AdminBoardWire.write(board, view, to: &object) }
    }

    // MARK: - Corrections

    static let limit = QueryCount("limit", default: 100, in: 1...1_000, "How many to show.")

    /// What came after runs were final, newest first.
    @Sendable static func corrections(_ context: CallContext) async throws -> Response {
        let wanted = try ResourceID.read(context.request.parameter("id"))
        let board = context.view.rulebook.boards.all.first { $0.publicID == wanted }
        guard let board else { throw HTTPError.notFound("No leaderboard has this id.") }
        let limit = try limit.read(context.request.query)
        let cursor = try context.request.query.first("cursor").map { text in
            guard let number = Int64(text) else {
                throw InvalidInput(path: "cursor", problem: "must be one that was answered")
            }
            return number
        }
        let page = try await context.service.boards.corrections(
            of: board,
            before: cursor,
            limit: limit
        )
        return Response.json { writer in
            writer.object { object in
                object.array("corrections") { array in
                    for each in page { array.object { write(each, of: board, to: &$0) } }
                }
                object.field(
                    "nextCursor",
                    page.count == limit ? page.last.map { String($0.number) } : nil
                )
            }
        }
    }

    private static func write(
        _ each: ReportedCorrection,
        of board: Board,
        to object: inout JSONObjectWriter
    ) {
        let correction = each.correction
        object.field("userId", each.userID)
        object.field("run", correction.place.run.iso8601)
        let amount = correction.amount
        if case .metric = board.source {
            object.field("amount", rawNumber: Amount(millionths: amount).description)
        } else {
            object.field("amount", amount)
        }
        object.field("date", correction.day.iso8601)
        object.field("correctedAt", correction.at.iso8601)
    }
}
