// A day begins when the wall clock first reaches its start (rule R2), and whether an instant
// belongs to it is decided by comparing instants: a clock that is moved back over midnight
// shows yesterday's date again, but the day that has begun goes on.

extension Zone {
    /// The first instant at which the wall clock has reached `date` and `resetTime`.
    ///
    /// A time that is jumped over gives the first instant after the jump; a time that comes twice
    /// gives its first occurrence.
    public func startOfDay(_ date: CivilDate, resetTime: WallTime = .midnight) -> Instant {
        Instant(seconds: startSecond(ofDay: Int(date.dayNumber), resetTime: resetTime))
    }

    /// Counts in seconds and plain numbers, which cannot run into the ends of `Instant`.
    private func startSecond(ofDay dayNumber: Int, resetTime: WallTime) -> Int64 {
        let target = Int64(dayNumber) * 86_400 + Int64(resetTime.secondOfDay)
        // No wall clock is that far ahead of UTC, so the target is not reached yet.
        var second = target - Int64(TimeZoneRules.maximumOffset)
        var offset = rules.offset(at: second)
        while true {
            let reached = max(second, target - Int64(offset))
            guard let change = rules.change(after: second), change.second <= reached else {
                return reached
            }
            second = change.second
            offset = change.offset
        }
    }

    /// Whether a date ever stands on the wall calendar here.
    ///
    /// Zones that moved across the date line skipped one: Pacific/Apia has no 2011-12-30.
    public func dayExists(_ date: CivilDate) -> Bool {
        let noon = Int64(date.dayNumber) * 86_400 + 43_200
        let reach = Int64(TimeZoneRules.maximumOffset + 86_400)
        // Without a change anywhere near, which is nearly always, no date can be missing.
        guard let change = rules.change(after: noon - reach), change.second < noon + reach else {
            return true
        }
        let day = Int(date.dayNumber)
        return startSecond(ofDay: day, resetTime: .midnight)
            < startSecond(ofDay: day + 1, resetTime: .midnight)
    }

    /// The date whose day, reset at `resetTime`, holds an instant.
    ///
    /// Equals ``civilDate(at:)`` except before the reset time and where a clock moved back over it.
    public func day(containing instant: Instant, resetTime: WallTime = .midnight) -> CivilDate {
        let second = instant.seconds
        let local = second + Int64(rules.offset(at: second)) - Int64(resetTime.secondOfDay)
        var date = CivilDate(clamping: Int(local.flooredQuotient(86_400)))
        while !dayExists(date) {
            date = date.adding(days: -1)
        }
        while case let next = day(after: date), next > date,
            startSecond(ofDay: Int(next.dayNumber), resetTime: resetTime) <= second
        {
            date = next
        }
        return date
    }

    /// The next date that exists here.
    public func day(after date: CivilDate) -> CivilDate {
        firstDay(onOrAfter: date.adding(days: 1))
    }

    /// The previous date that exists here.
    public func day(before date: CivilDate) -> CivilDate {
        var previous = date.adding(days: -1)
        while !dayExists(previous) {
            previous = previous.adding(days: -1)
        }
        return previous
    }

    /// The date itself, or the next one that exists here.
    func firstDay(onOrAfter date: CivilDate) -> CivilDate {
        var date = date
        while !dayExists(date) {
            date = date.adding(days: 1)
        }
        return date
    }
}
