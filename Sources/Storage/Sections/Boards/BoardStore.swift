import CivilTime
public import Engine

/// Loads and stores users' scores on leaderboards.
public struct BoardStore: SectionStore {
    /// The section.
    public var section: any Section.Type { BoardSection.self }

    /// Looks up scores, and what sources hold for runs without one.
    public func look(for wants: Set<Want>, in lookups: inout Lookups) throws(StorageError) {
        var places: [(user: UserKey, place: ScorePlace)] = []
        var seats: [(user: UserKey, place: ScorePlace)] = []
        for want in wants {
            switch want {
            case .score(let place, let user): places.append((user, place))
            case .seat(let place, let user): seats.append((user, place))
            case .basis(let key, let user):
                guard let lookup = lookups.source.connection.basis(of: key, of: user) else {
                    continue
                }
                try lookups.ask(lookup) { basis, snapshots in
                    snapshots[user]?.learn(basis: basis, of: key)
                }
            default: break
            }
        }
        try look(forSeats: seats, in: &lookups)
        guard !places.isEmpty else { return }
        let wanted = places
        try lookups.ask(lookups.source.connection.boardScores.scores(at: wanted)) {
            found,
            snapshots in
            for score in found { snapshots[score.user]?.learn(score: score.score, at: score.place) }
            // What was found is known by now, so this is about the others.
            for (user, place) in wanted { snapshots[user]?.learn(score: nil, at: place) }
        }
    }

    private func look(
        forSeats places: [(user: UserKey, place: ScorePlace)],
        in lookups: inout Lookups
    ) throws(StorageError) {
        guard !places.isEmpty else { return }
        try lookups.ask(lookups.source.connection.leagueSeats.seats(at: places)) {
            found,
            snapshots in
            for (place, seat) in found {
                snapshots[seat.user]?.learn(seat: seat.bracket, at: place)
            }
            // What was found is known by now, so this is about the others.
            for (user, place) in places { snapshots[user]?.learn(seat: nil, at: place) }
        }
    }

    /// Stores scores and corrections, and tells every process what has changed.
    public func store(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError) {
        let changes = snapshots.flatMap(\.scoreChanges)
        if !changes.isEmpty {
            try target.connection.boardScores.store(
                changes.map { ($0.user, $0.place, $0.score) }
            )
            try target.connection.boardLog.insert(
                changes,
                number: target.numbers(1),
                by: target.process
            )
        }
        var corrections: [(user: UserKey, correction: BoardCorrection, number: Int64)] = []
        for snapshot in snapshots where !snapshot.boards.corrections.isEmpty {
            var number = target.numbers(snapshot.boards.corrections.count)
            for correction in snapshot.boards.corrections {
                corrections.append((snapshot.key, correction, number))
                number += 1
            }
        }
        if !corrections.isEmpty { try target.connection.boardCorrections.insert(corrections) }
        let due = snapshots.flatMap { snapshot in
            snapshot.boards.due.map { DueEntry($0, of: snapshot.key, in: snapshot.workspace) }
        }
        try target.connection.due.insertOnce(Array(Set(due)))
    }
}

extension Snapshot {
    /// What was changed of the user's scores, in the order of places.
    public var scoreChanges: [ScoreChange] {
        guard !boards.changes.isEmpty else { return [] }
        return boards.changes.sorted { $0.key < $1.key }.map { place, score in
            ScoreChange(user: key, place: place, score: score)
        }
    }
}

// MARK: - What sources hold

extension Connection {
    /// Looks up what a source holds of a user for some days.
    fileprivate func basis(of key: BoardBasis.Key, of user: UserKey) -> Lookup<BoardBasis>? {
        switch key.source {
        case .metric(let metric):
            events.basis(of: user, metric, from: key.from, through: key.through)
        case .points(let system):
            pointsLedger.basis(of: user, system, from: key.from, through: key.through)
        case .streak: nil
        }
    }
}

extension EventTable {
    /// Looks up what a user did of a metric on some days.
    fileprivate func basis(
        of user: UserKey,
        _ metric: MetricID,
        from first: CivilDate,
        through last: CivilDate?
    ) -> Lookup<BoardBasis> {
        Lookup(
            """
            SELECT amount, day, occurred_at, received_at FROM event
            WHERE user_key = \(user) AND metric_id = \(metric) AND deleted_at IS NULL
                AND day >= \(first) AND day <= \(last ?? CivilDate(dayNumber: .max))
            """
        ) { (rows) throws(StorageError) in
            BoardBasis(
                try rows.map { row in
                    var fields = FieldReader(row)
                    return BoardBasis.Part(
                        amount: fields.next(Int64.self),
                        day: fields.next(CivilDate.self),
                        at: fields.next(Instant.self),
                        takenInAt: fields.next(Instant.self)
                    )
                }
            )
        }
    }
}

extension PointsLedgerTable {
    /// Looks up the rows of a user in a system that count on some days.
    ///
    /// A row may count on an earlier day than its own, and never on a later one. Days of rows go back
    /// where a user moves west, by a day or two.
    fileprivate func basis(
        of user: UserKey,
        _ system: PointsSystemID,
        from first: CivilDate,
        through last: CivilDate?
    ) -> Lookup<BoardBasis> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM points_ledger
            WHERE user_key = \(user) AND system_id = \(system)
                AND row_number > coalesce((
                    SELECT p.row_number FROM points_ledger p
                    WHERE p.user_key = \(user) AND p.system_id = \(system)
                        AND p.day < \(first.adding(days: -2))
                    ORDER BY p.row_number DESC LIMIT 1
                ), 0)
            """
        ) { (rows) throws(StorageError) in
            let counted = try rows.map { (row) throws(StorageError) in try Self.row(row) }
            return BoardBasis(
                counted.filter { row in
                    row.kind.countsOnBoards && row.dayOfBoards >= first
                        && last.map { row.dayOfBoards <= $0 } ?? true
                }
                .map { row in
                    BoardBasis.Part(
                        amount: row.amount,
                        day: row.dayOfBoards,
                        at: row.at,
                        takenInAt: row.at
                    )
                }
            )
        }
    }
}
