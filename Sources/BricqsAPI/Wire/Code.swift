import JSONText

/// The codes by which callers refer to what they set up.
enum Code {
    /// What a code consists of, for sentences.
    static let alphabet = "letters, digits, hyphens and underscores"

    /// The code in a field.
    static func read(_ fields: JSONFields, _ name: String) throws(InvalidInput) -> String {
        let code = try fields.text(name, .filled(BricqsLimits.maximumNameLength))
        guard isCode(code) else { throw fields.invalid(name, "may only have \(alphabet)") }
        return code
    }

    /// Whether a text could be a code.
    static func isCode(_ text: String) -> Bool {
        (1...BricqsLimits.maximumNameLength).contains(text.utf8.count)
            && text.utf8.allSatisfy(isAllowed)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
