public import Catalogue
public import CivilTime
public import Engine
import Ranking
import ServiceRuntime
import Storage

extension ServiceError {
    /// That a leaderboard cannot answer yet.
    fileprivate static func notWhole(_ board: Board) -> ServiceError {
        ServiceError(
            .unavailable,
            "The leaderboard \"\(board.key)\" is being counted. Try again in a second."
        )
    }
}

// MARK: - The event's own answer

extension Boards {
    /// Where a user is after an event; nothing while the leaderboard is being counted.
    public func standing(after step: BoardStep) -> BoardStanding? {
        guard let live = live(step.board.id), step.after.isListed || step.before?.isListed == true
        else { return nil }
        let board = live.board
        return live.withRun(step.run.first) { run in
            let ranking = run.ranking(of: step.after.group)
            let user = step.user.number
            let place = step.after.isListed ? ranking.place(of: user) : nil
            var previous: Ranking.Place?
            if let before = step.before, before.isListed, before.group == step.after.group {
                previous = ranking.place(
                    ofPast: Entry(score: before.score, reached: before.reached, member: user)
                )
            }
            return BoardStanding(
                step: step,
                rank: place.flatMap { board.hasPlace($0.position) ? $0.rank : nil },
                previousRank: previous.flatMap { board.hasPlace($0.position) ? $0.rank : nil },
                threshold: board.threshold(of: ranking)
            )
        }
    }
}

extension Board {
    /// The least score that gets a place; zero where places are free.
    fileprivate func threshold(of ranking: Ranking) -> Int64 {
        guard let most = maximumParticipants, ranking.count >= most,
            let last = ranking.place(at: most - 1)
        else { return 0 }
        return next(above: last.entry.score)
    }
}

// MARK: - Pages

extension Boards {
    /// Some of those who have a place, in order.
    public func page(
        of board: Board,
        _ query: BoardPageQuery,
        in view: WorkspaceView
    ) async throws -> [RankedUser] {
        var user: UserKey?
        if let id = query.user {
            guard let key = try await key(of: id, in: view.id) else { return [] }
            user = key
        }
        if let places = try await livePlaces(of: board, query, from: user, in: view) {
            return try await named(places.map { ($0.key, $0.rank, $0.score) })
        }
        let rows = try await finalRows(of: board, query, from: user)
        return try await named(
            rows.compactMap { row in
                row.finalRank.map { (row.user, Int($0), row.score.score) }
            }
        )
    }

    private typealias Placed = (key: UserKey, rank: Int, score: Int64)

    /// Who is where in memory; nothing where the ranks of the run have been written for good.
    private func livePlaces(
        of board: Board,
        _ query: BoardPageQuery,
        from user: UserKey?,
        in view: WorkspaceView
    ) async throws -> [Placed]? {
        guard let live = try await whole(board, query.run, in: view) else { return nil }
        let found = live.withRun(query.run.first) { run -> [Placed] in
            var group = query.group
            if board.leagues != nil, let user { group = run.entry(of: user)?.group ?? group }
            let ranking = run.ranking(of: group)
            var start = query.offset
            if let user {
                guard let place = ranking.place(of: user.number) else { return [] }
                guard board.hasPlace(place.position) else { return [] }
                start = max(0, place.position + query.offset)
            }
            let most = board.maximumParticipants.map { max(0, $0 - start) } ?? .max
            return ranking.page(from: start, limit: min(query.limit, most)).map {
                (UserKey($0.entry.member), $0.rank, $0.entry.score)
            }
        }
        guard let found else { throw ServiceError.notWhole(board) }
        return found
    }

    private func finalRows(
        of board: Board,
        _ query: BoardPageQuery,
        from user: UserKey?
    ) async throws -> [StoredScore] {
        let place = ScorePlace(board: board.id, run: query.run.first)
        return try await database.read { (connection) throws(StorageError) in
            let scores = connection.boardScores
            var start = query.offset
            var group = query.group
            if let user {
                let own = try scores.scores(of: [user], at: place).first
                if board.leagues != nil, let own { group = own.score.group }
                guard let own, own.score.group == group, let position = own.finalPosition
                else { return [] }
                start = max(0, Int(position) + query.offset)
            }
            let most = board.maximumParticipants.map { max(0, $0 - start) } ?? .max
            let limit = min(query.limit, most)
            guard limit > 0 else { return [] }
            return try scores.page(of: group, at: place, from: start, limit: limit)
        }
    }

    /// The leaderboard in memory, if it holds a run; nothing where the ranks of the run have been
    /// written for good.
    func whole(
        _ board: Board,
        _ run: BoardRun,
        in view: WorkspaceView
    ) async throws -> LiveBoard? {
        if live(board.id)?.board.openedAt != board.openedAt { try await settle(in: view.id) }
        guard let live = live(board.id) else {
            if board.state == .inactive { return nil }
            throw ServiceError.notWhole(board)
        }
        if !board.isOpen(run, at: view.now), !live.runs.contains(run.first) { return nil }
        guard live.isWhole else { throw ServiceError.notWhole(board) }
        return live
    }

    /// Users with their ids and names; those who are gone are left out, and those who were hidden
    /// after a run was final.
    private func named(_ places: [Placed]) async throws -> [RankedUser] {
        guard !places.isEmpty else { return [] }
        let keys = places.map(\.key)
        let users = try await database.read { (connection) throws(StorageError) in
            try connection.users.names(of: keys)
        }
        return places.compactMap { place in
            guard let user = users[place.key], !user.isHiddenFromBoards else { return nil }
            return RankedUser(
                key: place.key,
                id: user.id,
                name: user.name,
                rank: place.rank,
                score: place.score
            )
        }
    }

    /// The key of a user, if there is one.
    func key(of id: String, in workspace: WorkspaceID) async throws -> UserKey? {
        try await database.read { [keyring] (connection) throws(StorageError) in
            let row = try connection.users.find(id, in: workspace, keyring: keyring)
            return row?.user == nil ? nil : row?.key
        }
    }
}

// MARK: - One user

extension Boards {
    /// Where a user is in a run; nothing for who has done nothing in it.
    public func place(
        of id: String,
        on board: Board,
        _ run: BoardRun,
        in view: WorkspaceView
    ) async throws -> BoardPlace? {
        guard let key = try await key(of: id, in: view.id) else {
            throw ServiceError.unknownUser(id)
        }
        return try await place(of: key, on: board, run, in: view)
    }

    /// Where a user is in a run.
    public func place(
        of user: UserKey,
        on board: Board,
        _ run: BoardRun,
        in view: WorkspaceView
    ) async throws -> BoardPlace? {
        let place = ScorePlace(board: board.id, run: run.first)
        if let live = try await whole(board, run, in: view) {
            let found = live.withRun(run.first) { run -> BoardPlace? in
                guard let (entry, group) = run.entry(of: user) else { return nil }
                let ranking = run.ranking(of: group)
                guard let found = ranking.place(of: user.number) else { return nil }
                return BoardPlace(
                    group: group,
                    rank: board.hasPlace(found.position) ? found.rank : nil,
                    score: entry.score,
                    count: min(ranking.count, board.maximumParticipants ?? .max)
                )
            }
            guard let found else { throw ServiceError.notWhole(board) }
            return found
        }
        return try await database.read { (connection) throws(StorageError) in
            let own = try connection.boardScores.scores(of: [user], at: place).first
            guard let own, let position = own.finalPosition, let rank = own.finalRank,
                try connection.users.names(of: [user])[user]?.isHiddenFromBoards == false
            else { return nil }
            let count = try connection.boardScores.count(of: own.score.group, at: place)
            return BoardPlace(
                group: own.score.group,
                rank: board.hasPlace(Int(position)) ? Int(rank) : nil,
                score: own.score.score,
                count: min(count, board.maximumParticipants ?? .max)
            )
        }
    }

    private func days(
        of user: UserKey,
        on board: Board,
        _ run: BoardRun,
        from first: CivilDate
    ) async throws -> [BoardPlaceOfDay] {
        let place = ScorePlace(board: board.id, run: run.first)
        let days = try await database.read { (connection) throws(StorageError) in
            try connection.boardDays.days(of: user, at: place, from: first)
        }
        return days.map { BoardPlaceOfDay(day: $0.day, rank: $0.rank, score: $0.score) }
    }

    /// Where a user was at the ends of some days of a run, oldest first.
    public func days(
        of id: String,
        on board: Board,
        _ run: BoardRun,
        from first: CivilDate,
        in view: WorkspaceView
    ) async throws -> [BoardPlaceOfDay] {
        guard let key = try await key(of: id, in: view.id) else { return [] }
        return try await days(of: key, on: board, run, from: first)
    }

    /// Some users ranked among themselves: those who are listed in a run, in order.
    public func friends(
        _ ids: [String],
        on board: Board,
        _ run: BoardRun,
        in view: WorkspaceView
    ) async throws -> [RankedUser] {
        precondition(ids.count <= BoardLimits.maximumFriends, "so many are asked for at most")
        _ = try await whole(board, run, in: view)
        let place = ScorePlace(board: board.id, run: run.first)
        let keyring = keyring
        let scores = try await database.readSlowly { (connection) throws(StorageError) in
            var keys: [UserKey] = []
            for id in ids {
                let row = try connection.users.find(id, in: view.id, keyring: keyring)
                if let row, row.user?.preferences.isHiddenFromBoards == false {
                    keys.append(row.key)
                }
            }
            return try connection.boardScores.scores(of: keys, at: place)
        }
        var ranking = Ranking(ties: Ranking.Ties(rawValue: board.ties.rawValue) ?? .first)
        for each in scores where each.score.isListed {
            ranking.set(
                Entry(
                    score: each.score.score,
                    reached: each.score.reached,
                    member: each.user.number
                )
            )
        }
        return try await named(
            ranking.page(from: 0, limit: BoardLimits.maximumFriends).map {
                (UserKey($0.entry.member), $0.rank, $0.entry.score)
            }
        )
    }
}

/// Where a user was at the end of a day.
public struct BoardPlaceOfDay: Hashable, Sendable {
    /// The day.
    public let day: CivilDate
    /// The rank.
    public let rank: Int
    /// The score, in the leaderboard's own units.
    public let score: Int64
}

// MARK: - Corrections

/// What came after a run was final.
public struct ReportedCorrection: Hashable, Sendable {
    /// Where the report goes on.
    public let number: Int64
    /// The caller's own id of the user.
    public let userID: String?
    /// What came.
    public let correction: BoardCorrection
}

extension Boards {
    /// What came after runs of a leaderboard were final, newest first.
    public func corrections(
        of board: Board,
        before number: Int64?,
        limit: Int
    ) async throws -> [ReportedCorrection] {
        try await database.readSlowly { (connection) throws(StorageError) in
            let page = try connection.boardCorrections.page(
                of: board.id,
                before: number,
                limit: limit
            )
            let users = try connection.users.names(of: Array(Set(page.map(\.user))))
            return page.map { each in
                ReportedCorrection(
                    number: each.number,
                    userID: users[each.user]?.id,
                    correction: each.correction
                )
            }
        }
    }
}
