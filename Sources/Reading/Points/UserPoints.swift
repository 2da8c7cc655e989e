public import Engine

/// A user's points of a system, as of now.
public struct UserPoints: Sendable {
    /// The user.
    public let profile: UserProfile
    /// The system.
    public let system: PointsSystem
    /// The total.
    public let total: Int64
    /// The level that the user is on; nothing below the lowest.
    public let level: PointsLevel?
    /// The newest rows of the ledger, the newest first.
    public let awards: [PointsAward]
}

/// How many users have which total of a system.
public struct PointsSpread: Hashable, Sendable {
    /// A total, and how many users have it; the lowest first.
    public struct Share: Hashable, Sendable {
        /// The total.
        public let total: Int64
        /// How many users have it.
        public let users: Int64
    }

    /// A range of totals, and how many users are in it.
    public struct Range: Hashable, Sendable {
        /// The lowest total.
        public let from: Int64
        /// The highest total.
        public let to: Int64
        /// How many users are in it.
        public let users: Int64
    }

    /// The shares; users without a point are in the one of nothing.
    public let shares: [Share]

    /// Shares of users.
    init(_ shares: [Share]) { self.shares = shares }

    /// Eleven ranges: nothing or less, and ten of one size from one up to the highest total, rounded up
    /// to a power of ten.
    public var ranges: [Range] { ranges(upTo: highest) }

    /// The highest total that anybody has.
    var highest: Int64 { shares.last { $0.users > 0 }?.total ?? 0 }

    /// The same ranges for another highest total.
    func ranges(upTo highest: Int64) -> [Range] {
        var end: Int64 = 10
        while end < highest { end *= 10 }
        let size = end / 10
        let first = Range(from: 0, to: 0, users: users(in: .min...0))
        return [first]
            + (Int64(0)..<10).map { index in
                let from = index * size + 1
                return Range(
                    from: from,
                    to: from + size - 1,
                    users: users(in: from...from + size - 1)
                )
            }
    }

    /// How many users are on each of some levels, lowest first; those below the lowest are on none.
    public func users(on levels: [PointsLevel]) -> [(level: PointsLevel, users: Int64)] {
        levels.enumerated().map { index, level in
            let next = index + 1 < levels.count ? levels[index + 1].points : .max
            // Of two levels that take the same, the later one is the higher.
            let users = level.points < next ? users(in: level.points...next - 1) : 0
            return (level, users)
        }
    }

    private func users(in totals: ClosedRange<Int64>) -> Int64 {
        shares.reduce(0) { totals.contains($1.total) ? $0 + $1.users : $0 }
    }
}

/// A row of a system's ledger, and whose it is.
public struct PointsEntry: Sendable {
    /// The caller's own id of the user.
    public let userID: String
    /// The user.
    public let user: UserKey
    /// The row, with what it was given for.
    public let award: PointsAward
}
