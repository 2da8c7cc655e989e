import CivilTime
import OperatingSystem

/// What operators read: a line for each thing that they may have to act on, on standard error.
struct Log: Sendable {
    /// Writes a line; values are quoted where they have spaces.
    func note(_ message: String, _ values: [String: String]) {
        Console.printError(Self.line(message, values, at: Self.now))
    }

    /// The moment, by the system's clock.
    static var now: Instant { Instant(microseconds: WallClock.microseconds) }

    /// A line as it is written.
    static func line(_ message: String, _ values: [String: String], at now: Instant) -> String {
        let pairs = values.sorted { $0.key < $1.key }.map { "\($0.key)=\(quoted($0.value))" }
        return ([now.iso8601, message] + pairs).joined(separator: " ")
    }

    private static func quoted(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy { $0 > " " && $0 != "\"" && $0 != "=" }
        guard !isPlain else { return value }
        let escaped = value.flatMap { character -> String in
            switch character {
            case "\"": "\\\""
            case "\n", "\r", "\r\n": "\\n"
            default: String(character)
            }
        }
        return "\"\(String(escaped))\""
    }
}
