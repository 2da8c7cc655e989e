import CivilTime

/// What is counted of the users of an arm: the slots of its roll-ups, by the day of entering.
public enum ExperimentMeasure {
    /// Those who have entered.
    public static let entered: Int64 = -1
    /// The days after the day of entering on which it is told who was active: the slots of those.
    public static let days = [1, 7, 30]
    /// For how many days it is counted what users do, from the day of entering on.
    public static let activityDays = 30
    /// Days with an event, and their squares.
    public static let activeDays: (sum: Int64, squares: Int64) = (100, 101)
    /// Events, and their squares.
    public static let events: (sum: Int64, squares: Int64) = (102, 103)
    /// Every slot.
    public static let slots: ClosedRange<Int64> = entered...events.squares
}

extension UserSheet {
    /// Adds what the user did in an experiment: from the first event that happened while it ran.
    mutating func add(_ arm: UserRecord.Arm, _ activities: [UserRecord.Activity]) {
        let counted = activities.filter { arm.span.contains($0.at) }
        guard let entry = counted.min(by: { $0.at < $1.at })?.day else { return }
        let end = entry.adding(days: ExperimentMeasure.activityDays)
        let early = counted.filter { $0.day >= entry && $0.day < end }
        let days = Set(counted.map(\.day))
        let activeDays = Int64(days.count { $0 >= entry && $0 < end })
        let measures: [(Int64, Int64)] = [
            (ExperimentMeasure.activeDays.sum, activeDays),
            (ExperimentMeasure.activeDays.squares, activeDays * activeDays),
            (ExperimentMeasure.events.sum, Int64(early.count)),
            (ExperimentMeasure.events.squares, Int64(early.count) * Int64(early.count)),
        ]
        set(arm, on: entry, ExperimentMeasure.entered)
        for (slot, sum) in measures { set(arm, on: entry, slot, sum) }
        for age in ExperimentMeasure.days where days.contains(entry.adding(days: age)) {
            set(arm, on: entry, Int64(age))
        }
    }

    private mutating func set(
        _ arm: UserRecord.Arm,
        on day: CivilDate,
        _ slot: Int64,
        _ sum: Int64 = 0
    ) {
        let number = arm.experiment.number
        let key = RollUpKey(
            RollUpCell(.experiment, of: number, on: day, slot: slot),
            of: Segment(Segment.experiment(number), arm.key)
        )
        valued[key] = RollUpValue(count: 1, whole: sum)
    }
}
