/// What a clock on the wall shows: hours, minutes and seconds of a day.
public struct WallTime: Hashable, Comparable, Sendable {
    /// Seconds since 00:00, 0 to 86,399, as if no clock were ever moved.
    public let secondOfDay: Int

    /// Makes a wall time, or nil when no clock shows it.
    public init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        self.init(secondOfDay: hour * 3600 + minute * 60 + second)
    }

    init(secondOfDay: Int) {
        self.secondOfDay = secondOfDay
    }

    /// 00:00.
    public static let midnight = Self(secondOfDay: 0)

    /// The hour, 0 to 23.
    public var hour: Int { secondOfDay / 3600 }
    /// The minute, 0 to 59.
    public var minute: Int { secondOfDay / 60 % 60 }
    /// The second, 0 to 59.
    public var second: Int { secondOfDay % 60 }

    /// Reads `HH:MM` or `HH:MM:SS`, 00:00 to 23:59:59.
    public init(_ text: String) throws(CivilTimeError) {
        var scanner = ASCIIScanner(text)
        guard let time = Self(scanning: &scanner), scanner.isAtEnd else {
            throw CivilTimeError(
                .invalidTime,
                "\(quoted(text)) is not a time of day. Write it as \"04:30\", "
                    + "from \"00:00\" to \"23:59\"."
            )
        }
        self = time
    }

    private init?(scanning scanner: inout ASCIIScanner) {
        guard let hour = scanner.twoDigits(), scanner.skip(":"),
            let minute = scanner.twoDigits()
        else { return nil }
        var second = 0
        if scanner.skip(":") {
            guard let seconds = scanner.twoDigits() else { return nil }
            second = seconds
        }
        self.init(hour: hour, minute: minute, second: second)
    }

    /// Orders by the clock.
    public static func < (left: Self, right: Self) -> Bool {
        left.secondOfDay < right.secondOfDay
    }
}

extension WallTime: CustomStringConvertible {
    /// The time as `HH:MM`, with `:SS` when there are seconds.
    public var description: String {
        var bytes: [UInt8] = []
        appendDigits(hour, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendDigits(minute, width: 2, to: &bytes)
        if second != 0 {
            bytes.append(UInt8(ascii: ":"))
            appendDigits(second, width: 2, to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
