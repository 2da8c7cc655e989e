public import CivilTime

/// A user's scores on leaderboards, as far as they were looked up, and what a fold has changed of
/// them.
public struct BoardSection: Sendable {
    /// The scores, as the fold has left them; nothing at a place where there is none.
    private var scores: [ScorePlace: BoardScore?] = [:]
    /// What sources hold for runs of which no score is stored yet.
    private var bases: [BoardBasis.Key: BoardBasis] = [:]
    /// The brackets that the user has been given, of leaderboards with leagues.
    private var seats: [ScorePlace: LeagueBracket?] = [:]
    /// The scores to be written.
    public private(set) var changes: [ScorePlace: BoardScore] = [:]
    /// What came too late, to be written.
    public internal(set) var corrections: [BoardCorrection] = []
    /// When scores have to be looked at because something will be too old, to be written.
    public internal(set) var due: [BoardDue] = []
    /// What the fold has added on which days, of leaderboards that count the last ones: it is not
    /// among what sources hold yet.
    var unstored: [ScorePlace: [CivilDate: Int64]] = [:]
    /// How commands have changed scores, in order.
    var steps: [BoardStep] = []
    /// How many of the new rows of points have been counted.
    var countedRows = 0
    /// How many events of the same moment came before the one that is taken in.
    var order: Int64 = 0
}

/// That something of a user's score will be too old.
public struct BoardDue: Hashable, Sendable {
    /// The leaderboard.
    public let board: BoardID
    /// When the day begins where the user is.
    public let at: Instant
}

/// What a source holds already for a run of which no score is stored.
public struct BoardBasis: Hashable, Sendable {
    /// What it is the basis of.
    public struct Key: Hashable, Sendable {
        /// What is added up.
        public let source: Board.Source
        /// From which day on.
        public let from: CivilDate
        /// Up to and with which day; nothing where it goes on.
        public let through: CivilDate?
    }

    /// One thing that was done, or one row of points.
    public struct Part: Hashable, Sendable {
        /// What it adds.
        public let amount: Int64
        /// On which of the user's days.
        public let day: CivilDate
        /// When it happened.
        public let at: Instant
        /// When it was taken in.
        public let takenInAt: Instant

        /// A part of a basis.
        public init(amount: Int64, day: CivilDate, at: Instant, takenInAt: Instant) {
            self.amount = amount
            self.day = day
            self.at = at
            self.takenInAt = takenInAt
        }
    }

    /// The parts, in no order.
    public let parts: [Part]

    /// A basis of some parts.
    public init(_ parts: [Part]) { self.parts = parts }
}

// MARK: - Reading

extension Snapshot {
    /// The user's score at a place, if one is stored.
    func score(at place: ScorePlace) throws(Interruption) -> BoardScore? {
        if let known = boards.score(at: place) { return known }
        guard isStored else { return nil }
        throw .lacking([.score(place, of: key)])
    }

    /// The bracket that the user has been given, if one has.
    func seat(at place: ScorePlace) throws(Interruption) -> LeagueBracket? {
        if let known = boards.seat(at: place) { return known }
        guard isStored else { return nil }
        throw .lacking([.seat(place, of: key)])
    }

    /// What a source holds for some days already.
    func basis(_ wanted: BoardBasis.Key) throws(Interruption) -> BoardBasis {
        if let known = boards.basis(wanted) { return known }
        guard isStored else { return BoardBasis([]) }
        throw .lacking([.basis(wanted, of: key)])
    }
}

extension BoardSection {
    fileprivate func score(at place: ScorePlace) -> BoardScore?? { scores[place] }

    fileprivate func seat(at place: ScorePlace) -> LeagueBracket?? { seats[place] }

    fileprivate func basis(_ key: BoardBasis.Key) -> BoardBasis? { bases[key] }
}

// MARK: - What was looked up

extension Snapshot {
    /// Takes in the score at a place, if one is stored.
    public mutating func learn(score: BoardScore?, at place: ScorePlace) {
        boards.learn(score, at: place)
    }

    /// Takes in the bracket that the user has been given, if one has.
    public mutating func learn(seat: LeagueBracket?, at place: ScorePlace) {
        boards.learn(seat, at: place)
    }

    /// Takes in what a source holds for some days.
    public mutating func learn(basis: BoardBasis, of key: BoardBasis.Key) {
        boards.learn(basis, of: key)
    }
}

extension BoardSection {
    fileprivate mutating func learn(_ score: BoardScore?, at place: ScorePlace) {
        if scores[place] == nil { scores.updateValue(score, forKey: place) }
    }

    fileprivate mutating func learn(_ seat: LeagueBracket?, at place: ScorePlace) {
        if seats[place] == nil { seats.updateValue(seat, forKey: place) }
    }

    fileprivate mutating func learn(_ basis: BoardBasis, of key: BoardBasis.Key) {
        if bases[key] == nil { bases[key] = basis }
    }

    /// Keeps a score that has changed.
    mutating func set(_ score: BoardScore, at place: ScorePlace) {
        scores.updateValue(score, forKey: place)
        changes[place] = score
    }
}

// MARK: - Foresight

extension BoardSection: Section {
    /// The scores in the runs that an event will most likely change.
    public static func foresee(
        _ touch: UserTouch,
        of snapshot: Snapshot,
        in fold: Fold,
        _ wants: inout Set<Want>
    ) {
        let index = fold.rulebook.boards
        guard snapshot.isStored, !index.isEmpty, case .event(let draft, _) = touch,
            let metric = fold.rulebook.metric(key: draft.metricKey)?.id
        else { return }
        var boards = index.boards(of: metric)
        if index.hasPoints {
            let systems = Set(fold.rulebook.points.triggers(of: metric).map(\.system))
            for system in systems { boards += index.boards(of: system) }
        }
        guard !boards.isEmpty else { return }
        let zone = fold.zone(named: snapshot.user?.zone)
        let day = zone.day(containing: draft.occurredAt ?? fold.now)
        for board in boards {
            guard let run = board.run(holding: day), board.isOpen(run, at: fold.now) else {
                continue
            }
            wants.insert(.score(ScorePlace(board: board.id, run: run.first), of: snapshot.key))
            if board.asksForAttributes { wants.insert(.attributes(snapshot.key)) }
            if beginsRun(run, of: board, by: metric, in: snapshot) {
                let key = BoardBasis.Key(source: board.source, from: run.first, through: run.last)
                wants.insert(.basis(key, of: snapshot.key))
            }
        }
    }

    /// Whether an event is the user's first one in a run of a leaderboard of points, of which there
    /// will be no score yet; of metrics it is known then that they hold nothing.
    private static func beginsRun(
        _ run: BoardRun,
        of board: Board,
        by metric: MetricID,
        in snapshot: Snapshot
    ) -> Bool {
        guard case .points = board.source, board.rollingDays == nil,
            let newest = snapshot.totals.tallies[metric]?.stored
        else { return false }
        return newest.day < run.first
    }
}

extension BoardSection {
    /// Whether there is more to be written than what `Snapshot.mayChangeRollUps` tells.
    var hasChanged: Bool { !corrections.isEmpty || !due.isEmpty }
}
