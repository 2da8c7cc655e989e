/// The zones a user lived in, in order of time.
public struct ZoneHistory: Hashable, Sendable {
    /// A zone and the instant from which it holds.
    public struct Entry: Hashable, Sendable {
        /// The first instant in the zone; that of the first entry is not looked at.
        public var from: Instant
        /// The zone.
        public var zone: Zone
        /// When the user's days begin, if the user has said so.
        public var dayStartsAt: WallTime?

        /// Makes an entry.
        public init(from: Instant, zone: Zone, dayStartsAt: WallTime? = nil) {
            self.from = from
            self.zone = zone
            self.dayStartsAt = dayStartsAt
        }

        fileprivate func isLike(_ other: Entry) -> Bool {
            zone == other.zone && dayStartsAt == other.dayStartsAt
        }
    }

    /// Oldest first and never empty; the first holds for all time before it too.
    public private(set) var entries: [Entry]

    /// Makes the history of a user who never moved.
    public init(_ zone: Zone) {
        entries = [Entry(from: .distantPast, zone: zone)]
    }

    /// Makes a history from entries in any order; of two at one instant the later listed wins.
    public init(first: Zone, changes: [Entry]) {
        self.init(first)
        let ordered = changes.enumerated().sorted { left, right in
            (left.element.from, left.offset) < (right.element.from, right.offset)
        }
        for (_, entry) in ordered {
            append(entry)
        }
    }

    /// Makes a history from entries in order, of which the first holds for all time before it;
    /// nil when there are none.
    public init?(_ entries: [Entry]) {
        guard let first = entries.first else { return nil }
        self.init(first: first.zone, changes: Array(entries.dropFirst()))
    }

    /// Notes that the user has another zone from an instant on.
    ///
    /// The instant must not lie before those already noted; moving to the same zone is no change, if
    /// days begin there as before.
    public mutating func append(_ entry: Entry) {
        precondition(
            entry.from >= entries[entries.count - 1].from,
            "A zone history is noted in order."
        )
        if entries.count > 1, entries[entries.count - 1].from == entry.from {
            entries.removeLast()
        }
        if !entries[entries.count - 1].isLike(entry) {
            entries.append(entry)
        }
    }

    /// The zone the user had at an instant (rule R1).
    public func zone(at instant: Instant) -> Zone {
        entries[index(at: instant)].zone
    }

    /// The zone the user had at an instant, and when days began there.
    public func entry(at instant: Instant) -> Entry { entries[index(at: instant)] }

    /// The same zones, with days that begin when the user has said so, from some instants on in order.
    public func startingDays(
        _ starts: [(from: Instant, dayStartsAt: WallTime?)]
    ) -> ZoneHistory {
        guard !starts.isEmpty else { return self }
        let moments = Set(entries.dropFirst().map(\.from) + starts.map(\.from)).sorted()
        var history = ZoneHistory(entries[0].zone)
        for moment in moments {
            history.append(
                Entry(
                    from: moment,
                    zone: zone(at: moment),
                    dayStartsAt: starts.last { $0.from <= moment }?.dayStartsAt
                )
            )
        }
        return history
    }

    /// The zone the user has now and from now on.
    public var latestZone: Zone { entries[entries.count - 1].zone }

    private func index(at instant: Instant) -> Int {
        var low = 1
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].from <= instant {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low - 1
    }
}

// MARK: - Days that were hardly there

extension ZoneHistory {
    /// Below this a day cut short by a change of zone is not held against the user (rule R4).
    public static let neutralDayLimit: Duration = .seconds(12 * 3600)

    /// How much of a date the user lived: the time during which it was that date where they were.
    public func livedDuration(
        of date: CivilDate,
        resetTime: WallTime = .midnight
    ) -> Duration {
        stays(around: date).reduce(.zero) { lived, stay in
            let day = Self.day(date, resetTime: stay.dayStartsAt ?? resetTime, in: stay.zone)
            let start = max(day.lowerBound, stay.from)
            let end = min(day.upperBound, stay.until)
            return start < end ? lived + (end - start) : lived
        }
    }

    /// Whether a change of zone left the user less than 12 hours of a date, or none (rule R4).
    ///
    /// A date that is short, or missing, in every zone the user had around it is not neutral:
    /// no change of zone made it so.
    public func isNeutral(_ date: CivilDate, resetTime: WallTime = .midnight) -> Bool {
        guard entries.count > 1 else { return false }
        let stays = stays(around: date)
        guard stays.count > 1 else { return false }
        let isLongSomewhere = stays.contains { stay in
            let day = Self.day(date, resetTime: stay.dayStartsAt ?? resetTime, in: stay.zone)
            return day.upperBound - day.lowerBound >= Self.neutralDayLimit
        }
        return isLongSomewhere
            && livedDuration(of: date, resetTime: resetTime) < Self.neutralDayLimit
    }

    private struct Stay {
        var zone: Zone
        var dayStartsAt: WallTime?
        var from: Instant
        var until: Instant
    }

    /// The stays that can touch a date: its days everywhere lie within three days of its noon.
    private func stays(around date: CivilDate) -> [Stay] {
        let noon = Instant(seconds: Int64(date.dayNumber) * 86_400 + 43_200)
        let reach: Int64 = 3 * 86_400
        let first = index(at: noon.adding(seconds: -reach))
        let last = index(at: noon.adding(seconds: reach))
        return (first...last).map { index in
            Stay(
                zone: entries[index].zone,
                dayStartsAt: entries[index].dayStartsAt,
                from: index == 0 ? .distantPast : entries[index].from,
                until: index + 1 < entries.count ? entries[index + 1].from : .distantFuture
            )
        }
    }

    /// The instants of a date in a zone; empty when the date does not exist there.
    private static func day(
        _ date: CivilDate,
        resetTime: WallTime,
        in zone: Zone
    ) -> Range<Instant> {
        let start = zone.startOfDay(date, resetTime: resetTime)
        guard zone.dayExists(date) else { return start..<start }
        return start..<zone.startOfDay(zone.day(after: date), resetTime: resetTime)
    }
}
