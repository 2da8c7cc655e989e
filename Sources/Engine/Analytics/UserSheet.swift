public import CivilTime

/// What one user adds to the roll-ups of the workspace, as briefly as it can be told.
///
/// It is stored, so that what the user added before can be taken away when it has become something
/// else: an event that came late, was deleted, or moved to another day needs no rule of its own.
public struct UserSheet: Hashable, Sendable {
    /// Something that is known of the first days of a user, by which retention is told apart.
    public struct Trait: Hashable, Sendable {
        /// The roll-up of those who have it.
        public let series: RollUpCell.Series
        /// The streak or the achievement.
        public let subject: Int64
        /// How much of it.
        public let part: Int64

        /// A trait from its parts.
        public init(_ series: RollUpCell.Series, of subject: Int64, part: Int64) {
            self.series = series
            self.subject = subject
            self.part = part
        }
    }

    /// The day on which the user signed up.
    public var signUpOn: CivilDate
    /// What the user belongs to besides everybody.
    public var segments: Set<Segment>
    /// What is known of the user's first days.
    public var traits: Set<Trait>
    /// What is counted of the user in every segment.
    public var cells: [RollUpCell: RollUpValue]
    /// What is counted in the segment of a value that events carried, and in no other.
    public var valued: [RollUpKey: RollUpValue]

    /// A sheet of somebody who did nothing.
    public init(signUpOn: CivilDate) {
        self.signUpOn = signUpOn
        segments = []
        traits = []
        cells = [:]
        valued = [:]
    }
}

/// Whose days a number is on: the slots of what is kept on both.
public enum DaysOf: Int64, Sendable, CaseIterable {
    /// Each user's own days.
    case user = 0
    /// The days of the workspace's default zone.
    case workspace = 1
}

/// The ages at which retention is told: the slots of its roll-ups.
public enum RetentionAge {
    /// The slot of everybody who signed up.
    public static let all: Int64 = -1
    /// The days after the day of sign-up.
    public static let days = 0...30
    /// The weeks after it, each of seven days from the day of sign-up on.
    public static let weeks = 0...51
    /// The slot of a week.
    public static func slot(ofWeek week: Int) -> Int64 { Int64(100 + week) }
}

/// How the lengths of streaks are put together in histograms.
public enum LengthBucket {
    /// The least length of each bucket.
    public static let bounds = [1, 2, 3, 4, 5, 6, 7, 8, 14, 21, 30, 60, 90, 180, 365]

    /// The bucket of a length; nothing where there is no streak.
    public static func bucket(of length: Int) -> Int64? {
        bounds.lastIndex { $0 <= length }.map(Int64.init)
    }

    /// The lengths of a bucket; the last one has no end.
    public static func lengths(of bucket: Int) -> (first: Int, last: Int?) {
        let next = bucket + 1 < bounds.count ? bounds[bucket + 1] - 1 : nil
        return (bounds[bucket], next)
    }
}
