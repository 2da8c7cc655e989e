public import CivilTime

/// Something to remind a user of: when that is of use, and what speaks against it as of now.
public struct ReminderOccasion: Hashable, Sendable {
    /// What it is about.
    public let kind: ReminderKind
    /// Names the occasion: nobody is reminded of the same kind and period twice.
    public let period: String
    /// When the reminder comes, if nothing is in the way.
    public let wantedAt: Instant
    /// Before when it must not come.
    public let opensAt: Instant
    /// From when on it is of no use.
    public let closesAt: Instant
    /// The hours of a day in which it comes; nothing where all will do.
    var hours: QuietHours?
    /// Why it is not to come at all.
    public var objection: ReminderReason?
    /// A number that belongs to it: the length of a streak, or of how many messages it is which.
    public var number = 0

    init(
        _ kind: ReminderKind,
        _ period: String,
        wantedAt: Instant,
        opensAt: Instant? = nil,
        closesAt: Instant
    ) {
        self.kind = kind
        self.period = period
        self.wantedAt = wantedAt
        self.opensAt = opensAt ?? wantedAt
        self.closesAt = closesAt
    }

    /// When it comes: where that is quiet, earlier if it is about a streak, else later; nothing when
    /// no moment is left.
    public func moment(in zone: Zone, avoiding quiet: QuietHours?) -> Instant? {
        guard kind.isOfStreak else { return moment(from: wantedAt, in: zone, avoiding: quiet) }
        guard let hours = quiet?.holding(wantedAt, in: zone) else { return wantedAt }
        let earlier = hours.lowerBound.adding(seconds: -ReminderLimits.marginBeforeQuiet)
        if earlier >= opensAt, quiet?.holding(earlier, in: zone) == nil { return earlier }
        // A period that begins in quiet hours and ends after them.
        return hours.upperBound < closesAt ? hours.upperBound : nil
    }

    /// The first moment from one on at which it may come.
    func moment(from start: Instant, in zone: Zone, avoiding quiet: QuietHours?) -> Instant? {
        var moment = start
        for _ in 0..<4 {
            if let hours, let open = hours.next(from: moment, in: zone) {
                moment = max(moment, open.lowerBound)
            }
            guard let quiet = quiet?.holding(moment, in: zone) else {
                return moment < closesAt ? moment : nil
            }
            moment = quiet.upperBound
        }
        return nil
    }
}

extension ReminderOccasion {
    /// An occasion that was decided before, to be judged once more.
    public static func decided(
        _ kind: ReminderKind,
        _ period: String,
        wantedAt: Instant,
        closesAt: Instant
    ) -> ReminderOccasion {
        kind == .achievement
            ? achievement(period, reachedAt: wantedAt)
            : ReminderOccasion(kind, period, wantedAt: wantedAt, closesAt: closesAt)
    }
}

// MARK: - Achievements, recaps, silence

extension ReminderOccasion {
    /// That an achievement was reached: between five and nine in the evening, on this day or the
    /// next.
    public static func achievement(_ publicID: String, reachedAt: Instant) -> ReminderOccasion {
        var occasion = ReminderOccasion(
            .achievement,
            publicID,
            wantedAt: reachedAt,
            closesAt: reachedAt.adding(seconds: ReminderLimits.patienceOfAchievement)
        )
        occasion.hours = QuietHours(
            from: ReminderLimits.evening.from,
            to: ReminderLimits.evening.to
        )
        return occasion
    }

    /// That the week or the month before a moment is over.
    public static func recap(
        before now: Instant,
        of unit: CalendarUnit,
        in zone: Zone
    )
        -> ReminderOccasion
    {
        let window = CalendarWindow(unit: unit)
        let ended = window.previous(before: window.period(containing: now, in: zone), in: zone)
        return ReminderOccasion(
            .recap,
            ended.firstDate.description,
            wantedAt: ended.end,
            closesAt: ended.end.adding(seconds: ReminderLimits.patienceOfRecap)
        )
    }

    /// When the week or the month that holds a moment is over.
    public static func nextRecap(
        after now: Instant,
        of unit: CalendarUnit,
        in zone: Zone
    )
        -> Instant
    {
        CalendarWindow(unit: unit).period(containing: now, in: zone).end
    }

    /// That nothing has happened since a day: the message for as many days as have gone by, if
    /// there is one that was not due before another.
    public static func reactivation(
        silentSince day: CivilDate,
        after days: [Int],
        at now: Instant,
        in zone: Zone
    ) -> ReminderOccasion? {
        let moments = days.map { moment(of: $0, after: day, in: zone) }
        guard let index = moments.lastIndex(where: { $0 <= now }) else { return nil }
        let end =
            index + 1 < moments.count
            ? moments[index + 1]
            : moments[index].adding(
                seconds: ReminderLimits.patienceOfRecap
            )
        var occasion = ReminderOccasion(
            .reactivation,
            "\(day)/\(index + 1)",
            wantedAt: moments[index],
            closesAt: max(end, moments[index].adding(seconds: 1))
        )
        occasion.number = index + 1
        return occasion
    }

    /// When to look next at somebody who has done nothing since a day.
    public static func nextReactivation(
        silentSince day: CivilDate,
        after days: [Int],
        at now: Instant,
        in zone: Zone
    ) -> Instant {
        let moments = days.map { moment(of: $0, after: day, in: zone) }
        if let next = moments.first(where: { $0 > now }) { return next }
        let today = zone.civilDate(at: now)
        return moment(of: ReminderLimits.daysBetweenLooks, after: today, in: zone)
    }

    private static func moment(of days: Int, after day: CivilDate, in zone: Zone) -> Instant {
        zone.startOfDay(day.adding(days: days), resetTime: ReminderLimits.lateMorning)
    }
}
