import CivilTime

/// Something for which a trigger gives points, or takes back what it gave.
struct PointsOccasion {
    /// What it is.
    enum Kind {
        /// A total went from one multiple to another.
        case passed(from: Int64, to: Int64)
        /// A run of a streak grew.
        case grown(RunGrowth)
        /// An achievement was completed, or the user is new.
        case once(AchievementID?)
    }

    let trigger: PointsTrigger
    let kind: Kind

    /// Whether it takes back what was given.
    var isFall: Bool {
        if case .passed(let from, let to) = kind { to < from } else { false }
    }

    /// What is taken back comes first, then what gives, and what takes comes last, so that an event
    /// that gives enough is not refused.
    var rank: (Int, Int, PointsTriggerID) {
        let step = isFall ? 0 : trigger.points > 0 ? 1 : 2
        let cause =
            switch trigger.cause.kind {
            case .userCreation: 0
            case .metric: 1
            case .streak: 2
            case .achievement: 3
            case .time: 4
            }
        return (step, cause, trigger.id)
    }
}

/// In what points are given: which command does it, and for which event.
struct PointsContext {
    /// The command's number; nothing where nobody is told.
    var number: Int64?
    /// The event that it follows from.
    var event: Event?
    /// The day that it is for, where that is not the event's.
    var day: CivilDate?
    /// Whether that can be refused.
    var isRefusable = false
    /// Whether the event is no more.
    var isDeletion = false
    /// Why something is taken back.
    var reason = "the total fell"
}
