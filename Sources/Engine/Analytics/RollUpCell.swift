public import CivilTime

/// What a roll-up counts, of what, and on which day.
///
/// Of streaks and levels not how many there are is kept, but by how much that changes: a day then
/// costs nothing of somebody of whom nothing changes, and what stands on a day is the sum until then.
public struct RollUpCell: Hashable, Sendable {
    /// What it counts; the numbers are stored.
    public enum Series: Int64, Sendable, CaseIterable {
        /// Users who did anything of a metric, or anything at all.
        case active = 1
        /// By how much the number of users changes who did anything in the last 7 days.
        case activeWeek = 2
        /// The same of 30 days.
        case activeMonth = 3
        /// Events, with what they add up to.
        case events = 4
        /// By how much the number of streaks changes whose length is in a bucket.
        case lengthChange = 5
        /// Streaks that began.
        case begun = 6
        /// Streaks that were lost.
        case lost = 7
        /// Periods that a freeze covered.
        case saved = 8
        /// Periods that were satisfied when the streak was about to be at risk or was.
        case kept = 9
        /// Achievements that were completed.
        case completed = 10
        /// Changes of points, with what they add up to.
        case points = 11
        /// By how much the number of users on a level changes.
        case levelChange = 12
        /// Users by their sign-up week, and those of them who were active at an age.
        case retained = 13
        /// The same, by the longest streak of the first 7, 14 and 30 days.
        case retainedByStreak7 = 14
        /// See there.
        case retainedByStreak14 = 15
        /// See there.
        case retainedByStreak30 = 16
        /// The same, of those of whom a freeze saved a streak in the first 30 days.
        case retainedByFreeze = 17
        /// The same, of those who completed an achievement on the first day.
        case retainedByAchievement = 18
        /// Users by the number of days of their first 30 on which they were active.
        case firstDays = 19
        /// Users by their score on a leaderboard, by the first day of the run.
        case scores = 20
        /// What the users of an arm of an experiment did, by the day on which they entered it.
        case experiment = 21
    }

    /// What it counts.
    public let series: Series
    /// The number of the metric, streak, achievement, points system or leaderboard; 0 for none.
    public let subject: Int64
    /// The day; of sign-up weeks the first, of runs the first.
    public let day: CivilDate
    /// Which part of it: an age, a bucket of lengths, a kind of points, whose days.
    public let slot: Int64
    /// Which part of that.
    public let part: Int64

    /// A cell from its parts.
    public init(
        _ series: Series,
        of subject: Int64 = 0,
        on day: CivilDate,
        slot: Int64 = 0,
        part: Int64 = 0
    ) {
        self.series = series
        self.subject = subject
        self.day = day
        self.slot = slot
        self.part = part
    }
}

/// Users who have something in common: everybody, or those with a value of an attribute.
public struct Segment: Hashable, Sendable {
    /// What they are told apart by: 0 for everybody, -1 for the control group, the number of an
    /// attribute, or what `experiment` makes of the number of an experiment.
    public let dimension: Int64
    /// What they have of it; empty for those who have nothing.
    public let value: String

    /// A segment of a dimension.
    public init(_ dimension: Int64, _ value: String) {
        self.dimension = dimension
        self.value = value
    }

    /// Everybody.
    public static let everybody = Segment(0, "")
    /// What tells the control group from the rest.
    public static let control: Int64 = -1
    /// The value of those who are in it.
    public static let inControl = "control"
    /// The value of those who are not.
    public static let notInControl = "rest"
    /// The dimension of an experiment.
    public static func experiment(_ number: Int64) -> Int64 { -1_000 - number }
}

/// A place in the roll-ups of a workspace.
public struct RollUpKey: Hashable, Sendable {
    /// What is counted.
    public let cell: RollUpCell
    /// Of which users.
    public let segment: Segment

    /// A place from its parts.
    public init(_ cell: RollUpCell, of segment: Segment) {
        self.cell = cell
        self.segment = segment
    }
}

/// What is counted at a place: how many, and what those add up to.
///
/// The sum is kept in two parts, as the amounts of all users together may be more than one number
/// holds.
public struct RollUpValue: Hashable, Sendable {
    /// How many.
    public var count: Int64
    /// The whole part of the sum.
    public var whole: Int64
    /// The millionths of the sum: never below zero for one user, and above a million for many.
    public var millionths: Int64

    /// A value from its parts.
    public init(count: Int64, whole: Int64 = 0, millionths: Int64 = 0) {
        self.count = count
        self.whole = whole
        self.millionths = millionths
    }

    /// How many, and what they add up to.
    public init(count: Int64, sum: Amount) {
        let part = sum.millionths % 1_000_000
        let millionths = part < 0 ? part + 1_000_000 : part
        self.init(
            count: count,
            whole: (sum.millionths - millionths) / 1_000_000,
            millionths: millionths
        )
    }

    /// Nothing.
    public static let zero = RollUpValue(count: 0)

    /// Adds another value.
    public static func += (left: inout RollUpValue, right: RollUpValue) {
        left.count += right.count
        left.whole += right.whole
        left.millionths += right.millionths
    }

    /// The value that takes this one away.
    public var negated: RollUpValue {
        RollUpValue(count: -count, whole: -whole, millionths: -millionths)
    }

    /// The sum as it is told.
    public var sum: Double { Double(whole) + Double(millionths) / 1_000_000 }
}
