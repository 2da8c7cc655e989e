import CivilTime
import Engine
import Storage

/// Finds out what is to be told of who is where in a group.
///
/// A pure step: what was told before and who is where now make what is told now and what is kept. A
/// user is told of once in a while, and then of all that has changed since.
struct BoardWatch {
    /// A user with the rank of now.
    struct Current: Hashable {
        let user: UserKey
        /// The rank; nothing for who has no place.
        let rank: Int?
        let score: Int64
        let reached: Int64
    }

    /// A rank that has changed.
    struct Change: Hashable {
        let current: Current
        /// What was told before; nothing for who is new among the first.
        let before: WatchedPlace?
    }

    /// What was told, and then what is to be kept.
    private(set) var stored: StoredBoardWatch
    /// Who is told of.
    private(set) var changes: [Change] = []
    /// Whether it is told that the group has changed.
    private(set) var tellsChange = false
    /// Whether something waits until it may be told.
    private(set) var isWaiting = false
    private let now: Instant
    private let isFirstLook: Bool

    /// A look at a group of which something was told, or of which nobody has told anything.
    init(_ known: StoredBoardWatch?, of place: ScorePlace, _ group: BoardGroup, at now: Instant) {
        stored = known ?? StoredBoardWatch(place, group)
        isFirstLook = known == nil
        self.now = now
    }

    /// Whether something is to be told or kept.
    func isNews(after known: StoredBoardWatch?) -> Bool { stored != known }

    /// Compares those who are first now with what was told.
    ///
    /// Whoever was there before the leaderboard was opened is not told of at the first look.
    mutating func look(
        at first: [Current],
        openedAt: Instant?,
        elsewhere: (UserKey) -> Current?
    ) {
        let known = Dictionary(stored.places.map { ($0.user, $0) }) { first, _ in first }
        var places: [WatchedPlace] = []
        var isDifferent = false
        for current in first {
            guard let rank = current.rank else { continue }
            let before = known[current.user]
            if let before, before.rank == rank {
                places.append(before)
                continue
            }
            if before == nil, isFirstLook, current.reached < openedAt?.microseconds ?? .min {
                places.append(WatchedPlace(current, rank, toldAt: nil))
                continue
            }
            isDifferent = true
            places.append(tell(current, rank, before))
        }
        let there = Set(first.map(\.user))
        for before in stored.places where !there.contains(before.user) {
            isDifferent = true
            // Whoever is on the leaderboard no longer has no rank that could change.
            guard let current = elsewhere(before.user) else { continue }
            if isQuiet(since: before.toldAt) {
                isWaiting = true
                places.append(before)
            } else {
                changes.append(Change(current: current, before: before))
            }
        }
        stored.places = places
        if isDifferent { stored.isChangeUntold = true }
        tellChange()
    }

    private mutating func tell(
        _ current: Current,
        _ rank: Int,
        _ before: WatchedPlace?
    ) -> WatchedPlace {
        if let before, isQuiet(since: before.toldAt) {
            isWaiting = true
            return before
        }
        changes.append(Change(current: current, before: before))
        return WatchedPlace(current, rank, toldAt: now)
    }

    private mutating func tellChange() {
        guard stored.isChangeUntold else { return }
        guard !isQuiet(since: stored.changedAt) else {
            isWaiting = true
            return
        }
        tellsChange = true
        stored.changedAt = now
        stored.isChangeUntold = false
    }

    /// Whether something was told so lately that nothing is told now; a clock that was set back
    /// keeps nobody quiet.
    private func isQuiet(since moment: Instant?) -> Bool {
        moment.map { $0 <= now && now - $0 < BoardLimits.quietTime } ?? false
    }
}

extension WatchedPlace {
    fileprivate init(_ current: BoardWatch.Current, _ rank: Int, toldAt: Instant?) {
        self.init(user: current.user, rank: rank, score: current.score, toldAt: toldAt)
    }
}
