public import CivilTime

/// What has been told of a group's streak.
public struct ToldGroup: Hashable, Sendable {
    /// The first date of the last period of which something was told.
    public let through: CivilDate?
    /// The length after it.
    public let length: Int
    /// When the run began that went on after it.
    public let startedOn: CivilDate?

    /// What has been told so far.
    public init(through: CivilDate?, length: Int, startedOn: CivilDate?) {
        self.through = through
        self.length = length
        self.startedOn = startedOn
    }

    /// Nothing.
    public static let nothing = ToldGroup(through: nil, length: 0, startedOn: nil)

    /// What is to be told now, and what has been told after that.
    ///
    /// What was told still holds: the steps since then are told one by one. It does not: the
    /// difference is told as one correction (R8).
    public func next(
        _ state: GroupState,
        at now: Instant
    ) -> (facts: [GroupStreakFact.Step], told: ToldGroup) {
        let steps = state.periods.filter(\.isStep)
        let now = GroupStreakFact.Step(
            kind: .corrected,
            at: now,
            period: nil,
            length: state.length,
            previousLength: length
        )
        let told = ToldGroup(
            through: steps.last?.dates.lowerBound,
            length: steps.last?.length ?? 0,
            startedOn: steps.last?.startedOn
        )
        let new = steps.filter { step in through.map { step.dates.lowerBound > $0 } ?? true }
        let last = steps.last { step in through.map { step.dates.lowerBound <= $0 } ?? false }
        let stillHolds =
            (last?.length ?? 0) == length && last?.startedOn == startedOn
        guard stillHolds, new.count <= EngineLimits.groupStepsAtOnce else {
            let isSame = told.length == length && told.startedOn == startedOn
            return (isSame ? [] : [now], told)
        }
        return (new.map(GroupStreakFact.Step.init), told)
    }
}

extension GroupStreakFact.Step {
    /// What a period that counts, or has ended a run, is told as.
    fileprivate init(_ period: GroupPeriod) {
        let isLost = period.verdict == .missed
        self.init(
            kind: isLost ? .lost : period.lengthBefore == 0 ? .started : .extended,
            at: period.at,
            period: period.dates.lowerBound,
            length: isLost ? period.lengthBefore : period.length,
            previousLength: period.lengthBefore
        )
    }
}
