/// One IANA time zone: what its wall clocks show, at any moment.
///
/// A zone is compiled from the system's file once and then never changes, so it can be shared
/// freely. Zones come from a ``ZoneDatabase``.
public final class Zone: Sendable {
    /// The name by which the zone was asked for, such as `Europe/Berlin`.
    public let identifier: String
    let rules: TimeZoneRules

    init(identifier: String, rules: TimeZoneRules) {
        self.identifier = identifier
        self.rules = rules
    }

    /// Compiles a zone from the bytes of a TZif file.
    public convenience init(identifier: String, tzif bytes: [UInt8]) throws(CivilTimeError) {
        self.init(identifier: identifier, rules: try TZifFile.rules(bytes, named: identifier))
    }

    /// Coordinated universal time, which needs no file.
    public static let utc = Zone(
        identifier: "UTC",
        rules: TimeZoneRules(initialOffset: 0, changes: [], footer: nil)
    )

    /// Seconds east of UTC at an instant.
    public func offset(at instant: Instant) -> Int {
        rules.offset(at: instant.seconds)
    }

    /// The date on the wall at an instant.
    public func civilDate(at instant: Instant) -> CivilDate {
        let second = instant.seconds
        let local = second + Int64(rules.offset(at: second))
        return CivilDate(clamping: Int(local.flooredQuotient(86_400)))
    }

    /// The date and the time on the wall at an instant.
    public func localDateTime(at instant: Instant) -> LocalDateTime {
        let second = instant.seconds
        let offset = rules.offset(at: second)
        let local = second + Int64(offset)
        return LocalDateTime(
            date: CivilDate(clamping: Int(local.flooredQuotient(86_400))),
            time: WallTime(secondOfDay: Int(local.flooredRemainder(86_400))),
            offset: offset
        )
    }

    /// The moments in a range at which clocks are moved, in order, up to the year 9999.
    public func transitions(in range: Range<Instant>) -> [ZoneTransition] {
        var transitions: [ZoneTransition] = []
        // A range may begin between two seconds; clocks are moved on whole ones.
        var second = range.lowerBound.adding(microseconds: -1).seconds
        let end = min(range.upperBound, Instant(seconds: 253_402_300_800))
        while let change = rules.change(after: second), Instant(seconds: change.second) < end {
            transitions.append(
                ZoneTransition(
                    instant: Instant(seconds: change.second),
                    offsetBefore: rules.offset(at: change.second - 1),
                    offsetAfter: change.offset
                )
            )
            second = change.second
        }
        return transitions
    }
}

/// What a wall clock and the calendar beside it show, and how far from UTC they stand.
public struct LocalDateTime: Hashable, Sendable {
    /// The date on the calendar.
    public let date: CivilDate
    /// The time on the clock.
    public let time: WallTime
    /// Seconds east of UTC.
    public let offset: Int
}

/// A moment at which the clocks of a zone are moved.
public struct ZoneTransition: Hashable, Sendable {
    /// The first instant of the new offset.
    public let instant: Instant
    /// Seconds east of UTC before it.
    public let offsetBefore: Int
    /// Seconds east of UTC from it on.
    public let offsetAfter: Int
}

extension Zone: Hashable, CustomStringConvertible {
    /// Two zones are the same when they have the same name.
    public static func == (left: Zone, right: Zone) -> Bool {
        left === right || left.identifier == right.identifier
    }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(identifier)
    }

    /// The name.
    public var description: String { identifier }
}
