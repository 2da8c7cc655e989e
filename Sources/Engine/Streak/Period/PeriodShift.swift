/// A stretch of stored periods before which a streak stands differently, all of them in the same way.
///
/// An event of the past lengthens the run that it is in, and with it where the streak stood before
/// each later period of that run. Those are written together, however many they are.
public struct PeriodShift: Hashable, Sendable {
    /// The periods, from the first to the last; nothing else lies between them.
    public internal(set) var periods: ClosedRange<Int64>
    /// By how much the length rises, or falls.
    public let length: Int
    /// By how much the greatest length does.
    public let longest: Int
    /// The period in which the run began.
    public let startedIn: Int64?
    /// The last period that broke a run.
    public let brokenIn: Int64?

    /// How a standing before a period has changed; nothing where it has changed in other ways.
    init?(_ opens: Int64, from old: StreakStanding, to new: StreakStanding) {
        var moved = old
        (moved.length, moved.longest) = (new.length, new.longest)
        (moved.startedIn, moved.brokenIn) = (new.startedIn, new.brokenIn)
        guard moved == new else { return nil }
        periods = opens...opens
        length = new.length - old.length
        longest = new.longest - old.longest
        startedIn = new.startedIn
        brokenIn = new.brokenIn
    }

    /// Whether another one goes on with the same.
    fileprivate func goesOn(with next: PeriodShift) -> Bool {
        length == next.length && longest == next.longest && startedIn == next.startedIn
            && brokenIn == next.brokenIn
    }
}

extension LoadedPeriods {
    /// Has the streak stand differently before a period.
    mutating func restand(at index: Int, _ before: StreakStanding) {
        let opens = periods[index].opens
        let old = periods[index].before
        periods[index].before = before
        if changed.contains(opens) { return }
        guard let shift = PeriodShift(opens, from: old, to: before) else {
            changed.insert(opens)
            return
        }
        if let last = shifts.last, last.goesOn(with: shift), index > 0,
            last.periods.upperBound == periods[index - 1].opens
        {
            shifts[shifts.count - 1].periods = last.periods.lowerBound...opens
        } else {
            shifts.append(shift)
        }
    }
}
