extension Instant {
    /// Reads an RFC 3339 instant such as `2025-10-15T11:20:32.812Z` or `…+02:00`.
    ///
    /// The date and the time must be real and the offset must be there: an instant without one
    /// could be any of twenty-six hours. Digits beyond the microsecond are dropped.
    public init(iso8601 text: String) throws(CivilTimeError) {
        var scanner = ASCIIScanner(text)
        guard let date = try CivilDate(scanning: &scanner, of: text) else {
            throw Self.wrongShape(text)
        }
        let second = try Self.secondOfDay(&scanner, of: text)
        let fraction = try Self.microseconds(&scanner, of: text)
        let offset = try Self.offset(&scanner, of: text)
        guard scanner.isAtEnd else { throw Self.wrongShape(text) }

        let seconds = Int64(date.dayNumber) * 86_400 + Int64(second - offset)
        let instant = Self(microseconds: seconds * Self.microsecondsPerSecond + Int64(fraction))
        guard Self.writable.contains(instant) else {
            throw CivilTimeError(
                .invalidInstant,
                "\(quoted(text)) falls outside the years 0001 to 9999 in UTC. Use a nearer date."
            )
        }
        self = instant
    }

    /// The years 0001 to 9999, in UTC.
    private static let writable = Self(seconds: -62_135_596_800)..<Self(seconds: 253_402_300_800)

    private static func wrongShape(_ text: String) -> CivilTimeError {
        CivilTimeError(
            .invalidInstant,
            "\(quoted(text)) is not an instant. Write it as \"2025-10-15T11:20:32Z\" "
                + "or \"2025-10-15T13:20:32.812+02:00\"."
        )
    }

    private static func secondOfDay(
        _ scanner: inout ASCIIScanner,
        of text: String
    ) throws(CivilTimeError) -> Int {
        guard !scanner.isAtEnd else {
            throw CivilTimeError(
                .invalidInstant,
                "\(quoted(text)) is a date without a time. "
                    + "Add one, such as \"2025-10-15T11:20:32Z\"."
            )
        }
        guard scanner.skip("T") || scanner.skip("t"),
            let hour = scanner.twoDigits(), scanner.skip(":"),
            let minute = scanner.twoDigits(), scanner.skip(":"),
            let second = scanner.twoDigits()
        else { throw wrongShape(text) }
        guard second != 60 else {
            throw CivilTimeError(
                .leapSecond,
                "\(quoted(text)) is a leap second, which is not counted here. "
                    + "Use second 59 or the following second 00."
            )
        }
        guard let time = WallTime(hour: hour, minute: minute, second: second) else {
            throw CivilTimeError(
                .invalidTime,
                "\(quoted(text)) has a time that no clock shows. "
                    + "Use 00:00:00 to 23:59:59."
            )
        }
        return time.secondOfDay
    }

    private static func microseconds(
        _ scanner: inout ASCIIScanner,
        of text: String
    ) throws(CivilTimeError) -> Int {
        guard scanner.skip(".") else { return 0 }
        let start = scanner.position
        guard var value = scanner.number(maximum: 9) else { throw wrongShape(text) }
        var digitCount = scanner.position - start
        while digitCount < 6 {
            value *= 10
            digitCount += 1
        }
        while digitCount > 6 {
            value /= 10
            digitCount -= 1
        }
        return value
    }

    private static func offset(
        _ scanner: inout ASCIIScanner,
        of text: String
    ) throws(CivilTimeError) -> Int {
        guard !scanner.isAtEnd else {
            throw CivilTimeError(
                .missingOffset,
                "\(quoted(text)) has no offset from UTC. "
                    + "End it with \"Z\" or with an offset such as \"+02:00\"."
            )
        }
        if scanner.skip("Z") || scanner.skip("z") { return 0 }
        let isWest = scanner.skip("-")
        guard isWest || scanner.skip("+"),
            let hour = scanner.twoDigits(), scanner.skip(":"),
            let minute = scanner.twoDigits(), hour <= 23, minute <= 59
        else { throw wrongShape(text) }
        return (hour * 3600 + minute * 60) * (isWest ? -1 : 1)
    }
}

// MARK: - Writing

extension Instant {
    /// The instant as `2025-10-15T11:20:32.812Z`: UTC, always with milliseconds.
    ///
    /// Finer fractions are dropped, so the text never lies after the instant.
    public var iso8601: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(28)
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the instant as `2025-10-15T11:20:32.812Z`, for encoders that build bytes.
    public func appendISO8601(to bytes: inout [UInt8]) {
        let millisecondsPerDay: Int64 = 86_400_000
        let day = milliseconds.flooredQuotient(millisecondsPerDay)
        let millisecond = Int(milliseconds.flooredRemainder(millisecondsPerDay))
        CivilDate(clamping: Int(day)).appendISO8601(to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        appendDigits(millisecond / 3_600_000, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendDigits(millisecond / 60_000 % 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendDigits(millisecond / 1000 % 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        appendDigits(millisecond % 1000, width: 3, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }
}
