import Catalogue
import CivilTime
import Engine
import ServiceRuntime
import Storage

extension Boards {
    /// Keeps who was where at the end of the day that is over, once a day and run: of a leaderboard
    /// without a limit, of the first so many.
    ///
    /// The day is UTC's. A server that was down at midnight keeps what it finds when it is back.
    func keepDay(of live: LiveBoard, at now: Instant) async throws {
        let board = live.board
        let yesterday = Zone.utc.civilDate(at: now).adding(days: -1)
        for first in live.runs {
            guard let run = board.run(holding: first), run.contains(yesterday),
                !live.hasKept(yesterday, of: first),
                let places = live.places(in: first)
            else { continue }
            let place = ScorePlace(board: board.id, run: first)
            try await store(places, on: yesterday, at: place)
            live.noteKept(yesterday, of: first)
        }
    }

    private func store(
        _ places: [(user: UserKey, rank: Int, score: Int64)],
        on day: CivilDate,
        at place: ScorePlace
    ) async throws {
        let isKept = try await database.readSlowly { (connection) throws(StorageError) in
            try connection.boardRuns.find(place).snapshotOn.map { $0 >= day } ?? false
        }
        guard !isKept else { return }
        var start = 0
        while start < places.count {
            let page = places[start..<min(places.count, start + BoardLimits.placesAtOnce)]
            let days = page.map { each in
                (user: each.user, day: BoardDay(day: day, score: each.score, rank: each.rank))
            }
            try await database.write { (connection) throws(StorageError) in
                try connection.boardDays.store(days, at: place)
            }
            start += page.count
        }
        try await database.write { (connection) throws(StorageError) in
            var run = try connection.boardRuns.find(place)
            run.snapshotOn = max(run.snapshotOn ?? day, day)
            try connection.boardRuns.store(run)
        }
    }
}
