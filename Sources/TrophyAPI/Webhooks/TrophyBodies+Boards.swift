import Boards
import Catalogue
import CivilTime
import Engine
import JSONText
import Reading
import ServiceRuntime
import Wire

extension TrophyBodies {
    /// How many of the first are told of a run that is over, and of one that goes on.
    private static let finishedPlaces = 10
    private static let changedPlaces = BoardLimits.watchedPlaces

    /// What is told of a leaderboard; nothing of one that is no longer there.
    func content(
        of fact: BoardFact,
        _ profile: UserProfile?,
        in view: WorkspaceView
    ) async throws -> TrophyContent? {
        let found = view.rulebook.boards.counting.first { $0.publicID == fact.board }
        guard let board = found, let run = board.run(holding: fact.run) else { return nil }
        let wire = BoardWire(view)
        switch fact.kind {
        case .tierChanged: return nil
        case .rankChanged:
            guard profile != nil else { return nil }
            return { object in
                object.object("leaderboard") { object in
                    wire.write(board, of: run, to: &object)
                    object.field("rank", fact.rank)
                    object.field("value", fact.value)
                    object.field("previousRank", fact.previousRank)
                    object.field("previousValue", fact.previousValue)
                    wire.write(groupOf: board, fact.groupValues, to: &object)
                }
            }
        case .started, .changed, .finished:
            let limit = fact.kind == .changed ? Self.changedPlaces : Self.finishedPlaces
            let users =
                fact.kind == .started
                ? [] : try await first(limit, of: board, run, fact, in: view)
            let status: Board.Status = fact.kind == .finished ? .finished : .active
            return { object in
                object.object("leaderboard") { object in
                    wire.write(board, of: run, to: &object)
                    object.field("status", status.rawValue)
                    wire.write(users, of: board, to: &object)
                    wire.write(groupOf: board, fact.groupValues, to: &object)
                }
            }
        }
    }

    /// Who is first as of now; nobody while the leaderboard is being counted, so that what is told of
    /// others does not wait for it.
    ///
    /// The end of a run is told once, when its ranks have been written, and waits the moment until they
    /// are read.
    private func first(
        _ limit: Int,
        of board: Board,
        _ run: BoardRun,
        _ fact: BoardFact,
        in view: WorkspaceView
    ) async throws -> [RankedUser] {
        let values = fact.groupValues
        let group = values.isEmpty ? BoardGroup.everybody : BoardGroup(values: values)
        do {
            return try await boards.page(
                of: board,
                BoardPageQuery(run: run, group: group, offset: 0, limit: limit),
                in: view
            )
        } catch let error as ServiceError
            where error.code == .unavailable && fact.kind != .finished
        {
            return []
        }
    }
}
