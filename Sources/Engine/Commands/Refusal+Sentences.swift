import CivilTime

extension Refusal {
    /// A sentence that says what to fix, in words of no dialect.
    public var message: String { reason.sentence }
}

extension Refusal.Reason {
    /// The reason in a sentence that names no field and no route of any wire.
    public var sentence: String {
        switch self {
        case .workspaceGone: "The workspace of this key no longer exists."
        case .unknownUser(let id): "No user has the id \"\(id.excerpt)\"."
        case .unusableUserID(let problem): "The user's id \(problem). Choose another."
        case .unknownEvent: "No event has this id, or it was deleted before."
        case .unknownMetric(let key):
            "No metric has the key \"\(key.excerpt)\". Create it, or check the key."
        case .unknownAttributes(let keys, let kind):
            """
            Invalid attribute keys: \(Self.list(keys)). Please ensure all attribute keys match \
            those that have been set up with type "\(kind.rawValue)".
            """
        case .unknownZone(let sentence): sentence
        case .totalOutOfRange:
            "The amount would take the user's total beyond what can be kept exactly."
        case .eventAhead(let moment, let now):
            """
            The time \(moment) is more than 5 minutes ahead of the server's clock (\(now)). Send \
            the time at which the event happened.
            """
        case .eventOutOfRange(let moment, let zone):
            """
            The time \(moment) falls on a day in \(zone), outside the years 0001 to 9999. Send the \
            time at which the event happened.
            """
        case .mailWithoutAddress: "Subscribing to mail needs an address for mail."
        case .signUpAhead(let day, let latest):
            """
            The date of signing up, \(day.iso8601), has not begun anywhere yet: the latest date is \
            \(latest.iso8601).
            """
        case .unknownAchievement, .lockedAchievement, .closedAchievement: sentenceOfAchievement
        case .unknownStreak, .streakWithoutTicks, .noStreakDefined, .tooManyFreezes,
            .nothingToRestore, .streakIsPaused, .unknownPause, .pauseInPast, .pauseTooLong,
            .tooManyMarks, .customizationOff, .tooManyChoices, .tooManyRestDays,
            .tooMuchVacation, .vacationTooEarly:
            sentenceOfStreak
        case .pointsSystemGone, .outOfPoints, .pointsKeyUsed, .noRoomForPoints,
            .pointsOutOfRange:
            sentenceOfPoints
        }
    }

    private var sentenceOfPoints: String {
        switch self {
        case .pointsSystemGone: "The points system no longer exists."
        case .outOfPoints(let amount, let system, let total):
            """
            This takes \(amount) points of "\(system.excerpt)", and the user has \(total). \
            Nothing was stored.
            """
        case .pointsKeyUsed(let amount):
            """
            The idempotency key belongs to a call that \(amount > 0 ? "gave" : "took") points. Use \
            another key. Nothing was stored.
            """
        case .noRoomForPoints(let system):
            "The user has all the points of \"\(system.excerpt)\" that one can have."
        case .pointsOutOfRange(let maximum): "The amount must not be 0, and at most \(maximum)."
        default: ""
        }
    }

    private var sentenceOfAchievement: String {
        switch self {
        case .unknownAchievement(let key):
            """
            No achievement that calls complete has the key "\(key.excerpt)". Create it, or check \
            the key.
            """
        case .lockedAchievement(let key):
            "The achievement \"\(key.excerpt)\" is locked: nobody new can complete it."
        case .closedAchievement(let key):
            """
            The achievement "\(key.excerpt)" is not open to this user: it asks for other \
            attributes than the user has.
            """
        default: ""
        }
    }

    private var sentenceOfStreak: String {
        switch self {
        case .unknownStreak(let key):
            "No active streak has the key \"\(key.excerpt)\". Check the key, or activate it."
        case .streakWithoutTicks(let key):
            """
            The streak "\(key.excerpt)" counts events of its metrics and takes no ticks. Send the \
            events instead.
            """
        case .noStreakDefined: "No streak has been set up."
        case .tooManyFreezes: "Would exceed maximum freeze limit"
        case .nothingToRestore: "No streak to restore"
        case .streakIsPaused: "The streak is paused: resume it before it is restored"
        case .unknownPause: "Streak pause not found by ID"
        case .pauseInPast(let today):
            "A pause must not begin before today (\(today.iso8601)) in the user's zone."
        case .pauseTooLong: "A pause must be at most \(EngineLimits.longestPauseDays) days long."
        case .tooManyMarks:
            "The user has \(EngineLimits.marksOfUser) freezes, pauses and corrections already."
        case .customizationOff:
            "Streak customization is off: users may only switch their streak on or off."
        case .tooManyChoices:
            "The user's streak has been customized \(EngineLimits.choicesOfUser) times already."
        case .tooManyRestDays, .tooMuchVacation, .vacationTooEarly: sentenceOfRest
        default: ""
        }
    }

    private var sentenceOfRest: String {
        switch self {
        case .tooManyRestDays(0): "The primary streak lets users take no weekday off."
        case .tooManyRestDays(let limit):
            "The primary streak lets users take at most \(limit) weekdays off. Choose fewer."
        case .tooMuchVacation(_, _, limit: 0): "The primary streak lets users have no vacation."
        case .tooMuchVacation(let days, let year, let limit):
            """
            The primary streak lets users have at most \(limit) days of vacation a year, and \(year) \
            would have \(days). Choose fewer.
            """
        case .vacationTooEarly(let first):
            "A vacation cannot begin before the user's next day, \(first.iso8601)."
        default: ""
        }
    }

    /// Some keys, the first of them by name.
    public static func list(_ keys: [String]) -> String {
        let maximumNamed = 5
        let named = keys.prefix(maximumNamed).map(\.excerpt).joined(separator: ", ")
        let rest = keys.count > maximumNamed ? " and \(keys.count - maximumNamed) more" : ""
        return named + rest
    }
}
