public import JSONText

/// The characters of which names consist by which something is found again.
public struct NameAlphabet: Sendable {
    /// Letters, digits, hyphens and underscores.
    public static let plain = NameAlphabet("letters, digits, hyphens and underscores", "-_")
    /// The same, and full stops.
    public static let dotted = NameAlphabet("letters, digits, \".\", \"-\" and \"_\"", "-_.")

    /// What it consists of, for sentences.
    public let words: String
    private let marks: [UInt8]

    private init(_ words: String, _ marks: String) {
        self.words = words
        self.marks = Array(marks.utf8)
    }

    /// Whether a name consists of nothing else.
    public func isName(_ text: String) -> Bool {
        text.utf8.allSatisfy(isAllowed)
    }

    /// The name in a field, which has a length too.
    public func name(of cursor: JSONCursor, upTo length: Int) throws(InvalidInput) -> String {
        let name = try TextRule.filled(length).text(of: cursor)
        guard isName(name) else { throw cursor.invalid("may only have \(words)") }
        return name
    }

    private func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: marks.contains(byte)
        }
    }
}
