public import CivilTime

/// Hours of the wall clock, which may go over midnight.
///
/// What the clock shows twice, or leaves out, is decided by instants: hours begin when the clock
/// first reaches their beginning on a date, and end when it first reaches their end.
public struct QuietHours: Hashable, Sendable {
    /// When they begin.
    public let from: WallTime
    /// When they end, on the same date or the next.
    public let to: WallTime

    /// Hours between two different times; nothing when they are the same.
    public init?(from: WallTime, to: WallTime) {
        guard from != to else { return nil }
        self.from = from
        self.to = to
    }

    /// From ten in the evening to eight in the morning.
    public static let standard = QuietHours(
        from: WallTime(hour: 22, minute: 0) ?? .midnight,
        to: WallTime(hour: 8, minute: 0) ?? .midnight
    )

    /// The hours that hold an instant, if some do.
    func holding(_ instant: Instant, in zone: Zone) -> Range<Instant>? {
        hours(around: instant, in: zone).first { $0.contains(instant) }
    }

    /// The hours that hold an instant, or the next ones.
    func next(from instant: Instant, in zone: Zone) -> Range<Instant>? {
        hours(around: instant, in: zone).first { $0.upperBound > instant }
    }

    private func hours(around instant: Instant, in zone: Zone) -> [Range<Instant>] {
        let today = zone.civilDate(at: instant)
        return (-2...2).compactMap { offset in
            let date = today.adding(days: offset)
            guard zone.dayExists(date) else { return nil }
            let start = zone.startOfDay(date, resetTime: from)
            let end = zone.startOfDay(from < to ? date : zone.day(after: date), resetTime: to)
            return start < end ? start..<end : nil
        }
    }
}
