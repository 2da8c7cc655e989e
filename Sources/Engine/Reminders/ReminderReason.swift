/// Why a reminder does not come, or not now: a value, which people read and programs tell apart.
public enum ReminderReason: String, Sendable, CaseIterable {
    /// Its kind is off.
    case switchedOff = "switched_off"
    /// The user is gone.
    case erased
    /// The user is in the control group.
    case control
    /// The user does not want it.
    case preference
    /// The user takes no mail.
    case noConsent = "no_consent"
    /// Nothing says where to send it.
    case noAddress = "no_address"
    /// The address has refused mail, or its owner has complained.
    case suppressed
    /// The streak was extended.
    case extended
    /// A freeze keeps the streak.
    case frozen
    /// A pause keeps the streak.
    case paused
    /// Something else keeps the streak: a day off, or grace.
    case covered
    /// The user does not want a streak.
    case streakOff = "streak_off"
    /// The streak is broken.
    case broken
    /// The streak is too short.
    case tooShort = "too_short"
    /// Its moment has gone by.
    case tooLate = "too_late"
    /// All its time is quiet.
    case quietHours = "quiet_hours"
    /// Enough came on this day.
    case dailyCap = "daily_cap"
    /// Enough came in this week.
    case weeklyCap = "weekly_cap"
    /// The user has been back.
    case active
    /// There is nothing to tell.
    case nothingToTell = "nothing_to_tell"
    /// What it is about is no longer there.
    case gone
    /// Its moment is another one now.
    case notYet = "not_yet"
}
