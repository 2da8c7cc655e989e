public import CivilTime

/// Why the engine does not do what a command asks.
///
/// It is a value: a reason with what belongs to it. Its sentence names no field and no route of any
/// wire; a dialect whose callers know things by other names says it in its own words.
public struct Refusal: Error, Hashable, Sendable {
    /// The reason.
    public let reason: Reason
    /// Which of several events of the command it is about, from zero.
    public var index: Int?

    /// A refusal for a reason.
    public init(_ reason: Reason) {
        self.reason = reason
    }

    /// What kind of reason it is.
    public var code: Code { reason.code }
}

extension Refusal {
    /// Why something is not done.
    public enum Reason: Hashable, Sendable {
        /// The workspace was removed while the command was on its way.
        case workspaceGone
        /// No user has an id.
        case unknownUser(String)
        /// A new user cannot have an id, because of a problem that the sentence goes on with.
        case unusableUserID(problem: String)
        /// No event has the id in this workspace, or it was deleted before.
        case unknownEvent
        /// No active metric has a key.
        case unknownMetric(String)
        /// No active streak has a key.
        case unknownStreak(String)
        /// The streak with a key counts events of metrics and no ticks.
        case streakWithoutTicks(String)
        /// No achievement that calls complete has a key.
        case unknownAchievement(String)
        /// Nobody new can complete the achievement with a key.
        case lockedAchievement(String)
        /// The achievement with a key asks for other attributes than the user has.
        case closedAchievement(String)
        /// No attributes of a kind have these keys.
        case unknownAttributes([String], Attribute.Kind)
        /// The system does not know a zone; the sentence says which.
        case unknownZone(String)
        /// The total would become too large to be kept exactly.
        case totalOutOfRange
        /// An event lies too far ahead of the server's clock.
        case eventAhead(Instant, now: Instant)
        /// An event falls on a day, in the user's zone, that no calendar here has.
        case eventOutOfRange(Instant, zone: String)
        /// Mail is wanted to nowhere.
        case mailWithoutAddress
        /// A date of signing up has not begun anywhere yet.
        case signUpAhead(CivilDate, latest: CivilDate)
        /// No streak has been set up that a mark could be put on.
        case noStreakDefined
        /// A grant would go above the maximum.
        case tooManyFreezes
        /// No run of the last months was longer than the present one.
        case nothingToRestore
        /// The definition is frozen in time, so that nothing can be taken up again.
        case streakIsPaused
        /// No pause of the user has an id, or it is over.
        case unknownPause
        /// A pause would begin before the user's today.
        case pauseInPast(today: CivilDate)
        /// A pause would last for too many days.
        case pauseTooLong
        /// The user has as many freezes, pauses and corrections as anybody may.
        case tooManyMarks
        /// Users may not choose what counts.
        case customizationOff
        /// The user's streak was customized as often as it may be.
        case tooManyChoices
        /// More weekdays are to be taken off than the primary streak lets users have.
        case tooManyRestDays(perWeek: Int)
        /// A year would have more days of vacation than the primary streak lets users have.
        case tooMuchVacation(Int, of: Int, limit: Int)
        /// A vacation would begin on a date that has begun.
        case vacationTooEarly(first: CivilDate)
        /// The points system was removed while the command was on its way.
        case pointsSystemGone
        /// More points are to be taken from a system than the user has.
        case outOfPoints(Int64, system: String, having: Int64)
        /// The idempotency key belongs to a call that gave points, or took some, where this one does
        /// the opposite.
        case pointsKeyUsed(Int64)
        /// The user has as many points of a system as one can have.
        case noRoomForPoints(system: String)
        /// Nothing is to be given or taken, or more than can be.
        case pointsOutOfRange(maximum: Int64)
    }

    /// What kind of reason it is.
    public enum Code: Sendable {
        /// The user has never been seen.
        case unknownUser
        /// No active metric has this key.
        case unknownMetric
        /// No streak that takes ticks has this key.
        case unknownStreak
        /// No event has this id, or it was deleted before.
        case unknownEvent
        /// No achievement has this key.
        case unknownAchievement
        /// It is not the caller's to ask.
        case forbidden
        /// There is nothing to do, or no room for more: worth a warning.
        case nothingToDo
        /// It takes more points than the user has.
        case outOfPoints
        /// A value breaks a rule.
        case invalidValue
    }
}

extension Refusal.Reason {
    /// What kind of reason it is.
    public var code: Refusal.Code {
        switch self {
        case .unknownUser: .unknownUser
        case .unknownEvent: .unknownEvent
        case .unknownMetric: .unknownMetric
        case .unknownStreak: .unknownStreak
        case .unknownAchievement: .unknownAchievement
        case .customizationOff: .forbidden
        case .outOfPoints: .outOfPoints
        case .tooManyFreezes, .nothingToRestore, .streakIsPaused: .nothingToDo
        case .workspaceGone, .unusableUserID, .streakWithoutTicks, .lockedAchievement,
            .closedAchievement, .unknownAttributes, .unknownZone, .totalOutOfRange, .eventAhead,
            .eventOutOfRange, .mailWithoutAddress, .signUpAhead, .noStreakDefined, .unknownPause,
            .pauseInPast, .pauseTooLong, .tooManyMarks, .tooManyChoices, .tooManyRestDays,
            .tooMuchVacation, .vacationTooEarly, .pointsSystemGone, .pointsKeyUsed,
            .noRoomForPoints, .pointsOutOfRange:
            .invalidValue
        }
    }
}
