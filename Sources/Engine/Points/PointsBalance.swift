public import CivilTime

/// A user's total in a points system, and what has to be known for the next change of it.
public struct PointsBalance: Hashable, Sendable {
    /// The system.
    public let system: PointsSystemID
    /// The sum of all rows.
    public var total: Int64 = 0
    /// The sum of the rows that gave something.
    public var earned: Int64 = 0
    /// The number of the newest row.
    public var lastNumber: Int64 = 0
    /// The number of a row up to which everything that was earned has been spent, or is gone.
    public var spentThrough: Int64 = 0
    /// The first day on which points may be gone that were not spent.
    public var expiresOn: CivilDate?
    /// After how many days they were gone when that was found.
    public var expiresAfterDays: Int?
    /// What triggers need to know of what they have given.
    public var triggers: [PointsTriggerID: PointsTriggerState] = [:]
    /// When time brings something next.
    public var dueAt: Instant?
    /// The number of its entry in the due list; drawn when it is stored.
    public var dueNumber: Int64?

    /// The balance of somebody who never had a point.
    public init(system: PointsSystemID) { self.system = system }

    /// How much was spent, taken back or is gone.
    public var spent: Int64 { earned - total }

    /// Its place in the due list.
    public var due: StreakDueEntry? {
        dueAt.flatMap { at in dueNumber.map { StreakDueEntry(at: at, number: $0) } }
    }
}

/// What a trigger needs to know of what it has given a user since it became active.
public struct PointsTriggerState: Hashable, Sendable {
    /// Which activation of the trigger it is of.
    public var activation: Int
    /// Of a metric, the multiple that the total had passed when the trigger became active; the ones
    /// up to it give nothing.
    public var base: Int64 = 0
    /// The highest multiple of a metric that has given something which still holds.
    public var top: Int64 = 0
    /// Of a metric, the number of the row that gave for it.
    public var newest: Int64?
    /// Of a streak, the newest period that gave something.
    public var period: Int64?
    /// The period in which its run began.
    public var run: Int64?
    /// Whether that was after a reset in it.
    public var isAfterReset = false
    /// How often that run gave something.
    public var count: Int64 = 0
    /// Of days, the user's day from which they are counted.
    public var startedOn: CivilDate?
    /// How many times have come that give something.
    public var ticks: Int64 = 0
    /// What was given on the newest days; nothing where nobody has needed to know, as there were no
    /// caps.
    public var days: [CivilDate: Int64]?
    /// The first day of which that is all; nothing where it is of every day.
    public var daysSince: CivilDate?

    /// Nothing has been given since an activation.
    public init(activation: Int) { self.activation = activation }
}

extension PointsTriggerState {
    /// Adds what was given to a day, and forgets days that are long over.
    mutating func note(_ amount: Int64, on day: CivilDate) {
        guard var days, daysSince.map({ day >= $0 }) ?? true else { return }
        let sum = (days[day] ?? 0) + amount
        days[day] = sum == 0 ? nil : sum
        if days.count > Self.keptDays, let newest = days.keys.max() {
            let first = newest.adding(days: -Self.keptDays)
            days = days.filter { $0.key >= first }
            daysSince = first
        }
        self.days = days
    }

    /// What was given in some days; nothing where that is not known here.
    func given(in dates: ClosedRange<CivilDate>) -> Int64? {
        guard let days, daysSince.map({ dates.lowerBound >= $0 }) ?? true else { return nil }
        return days.reduce(0) { dates.contains($1.key) ? $0 + $1.value : $0 }
    }

    /// Two weeks, so that all of a week is there.
    private static let keptDays = 14
}
