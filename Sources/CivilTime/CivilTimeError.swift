/// Says why a date, an instant or a time zone was refused.
///
/// The message is safe to show to a caller: it quotes at most 64 printable characters of the input.
public struct CivilTimeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Names the condition, for code that has to decide something.
    public enum Code: String, Sendable {
        case invalidInstant
        case missingOffset
        case leapSecond
        case invalidDate
        case invalidTime
        case unknownZone
        case malformedZone
        case missingZoneData
    }

    /// The condition.
    public let code: Code
    /// A sentence that names what was wrong and what to write instead.
    public let message: String

    /// Makes an error from its condition and the sentence to show.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

/// Quotes caller text for a message: printable ASCII and letters only, and never more than 64 of them.
func quoted(_ text: String) -> String {
    let limit = 64
    var shown = "\""
    for (index, scalar) in text.unicodeScalars.enumerated() {
        if index == limit {
            shown.append("…")
            break
        }
        let isSafe =
            scalar.isASCII
            ? (0x20..<0x7F).contains(scalar.value) : scalar.properties.isAlphabetic
        shown.unicodeScalars.append(isSafe ? scalar : "?")
    }
    shown.append("\"")
    return shown
}
