public import CivilTime
import Engine

/// What a changed trigger or boost would have given in the last days for what users really did, beside
/// what the rules as they are would have.
public struct PointsSimulation: Sendable {
    /// A day, and what would have been given on it to all users.
    public struct Day: Hashable, Sendable {
        /// The day, of each user.
        public let date: CivilDate
        /// By the rules as they are.
        public internal(set) var before: Int64 = 0
        /// By the changed ones.
        public internal(set) var after: Int64 = 0
    }

    /// What a user would have been given in all.
    public struct UserChange: Hashable, Sendable {
        /// The caller's own id of the user.
        public let userID: String
        /// By the rules as they are.
        public let before: Int64
        /// By the changed ones.
        public let after: Int64

        /// What a user would have been given by the rules as they are, and by the changed ones.
        public init(userID: String, before: Int64, after: Int64) {
            self.userID = userID
            self.before = before
            self.after = after
        }
    }

    /// A range of sums, and how many users would have come to one of them.
    public struct Range: Hashable, Sendable {
        /// The lowest sum.
        public let from: Int64
        /// The highest sum.
        public let to: Int64
        /// By the rules as they are.
        public let before: Int64
        /// By the changed ones.
        public let after: Int64
    }

    /// The days, oldest first.
    public internal(set) var days: [Day]
    /// How many users would have been given how much by the rules as they are.
    public internal(set) var before = PointsSpread([])
    /// The same by the changed ones.
    public internal(set) var after = PointsSpread([])
    /// The users whom it changes most, the most first.
    public internal(set) var mostChanged: [UserChange] = []
    /// How many users were looked at.
    public internal(set) var users = 0
    /// Whether that were all of them.
    public internal(set) var isComplete = true
}

extension PointsSimulation {
    /// How many users would have been given how much, before and after, in the same eleven ranges.
    public var distribution: [Range] {
        let highest = max(before.highest, after.highest)
        return zip(before.ranges(upTo: highest), after.ranges(upTo: highest)).map { old, new in
            Range(from: old.from, to: old.to, before: old.users, after: new.users)
        }
    }
}
