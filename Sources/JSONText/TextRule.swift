/// The rule that a text field has to keep.
public struct TextRule: Sendable {
    private let maximumLength: Int
    private let allowsEmpty: Bool
    private let allowsControls: Bool

    /// A rule with all its parts.
    public init(maximumLength: Int, allowsEmpty: Bool, allowsControls: Bool) {
        self.maximumLength = maximumLength
        self.allowsEmpty = allowsEmpty
        self.allowsControls = allowsControls
    }

    /// A text with something in it, by which something is found again.
    public static func filled(_ maximumLength: Int) -> TextRule {
        TextRule(maximumLength: maximumLength, allowsEmpty: false, allowsControls: false)
    }

    /// A text for people to read, which may be empty or have several lines.
    public static func any(_ maximumLength: Int) -> TextRule {
        TextRule(maximumLength: maximumLength, allowsEmpty: true, allowsControls: true)
    }

    /// The text of a field, if it keeps the rule.
    public func text(of cursor: JSONCursor) throws(InvalidInput) -> String {
        let text = try cursor.string()
        if let problem = problem(with: text) { throw cursor.invalid(problem) }
        return text
    }

    /// What is wrong with a text, as the rest of a sentence; nothing when it keeps the rule.
    public func problem(with text: String) -> String? {
        if !allowsEmpty, text.isEmpty { return "must not be empty" }
        // Counting bytes first keeps a very long text from being walked by characters.
        let isTooLong =
            text.utf8.count > maximumLength && text.unicodeScalars.count > maximumLength
        if isTooLong { return "must have at most \(maximumLength) characters" }
        return problemWithControls(in: text)
    }

    /// The controls of ASCII, and, behind the byte 0xC2, those of Latin-1.
    private func problemWithControls(in text: String) -> String? {
        var before: UInt8 = 0
        for byte in text.utf8 {
            // No database keeps a null character faithfully.
            if byte == 0 { return "must not have null characters" }
            let isControl = byte < 0x20 || byte == 0x7F || before == 0xC2 && byte < 0xA0
            if isControl, !allowsControls { return "must not have control characters" }
            before = byte
        }
        return nil
    }
}

extension JSONFields {
    /// A text field that must be there.
    public func text(_ name: String, _ rule: TextRule) throws(InvalidInput) -> String {
        try rule.text(of: required(name))
    }

    /// A text field that may be absent or null.
    public func optionalText(_ name: String, _ rule: TextRule) throws(InvalidInput) -> String? {
        guard let cursor = optional(name) else { return nil }
        return try rule.text(of: cursor)
    }

    /// A field that must be one of a few words.
    public func word<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        _ type: Word.Type
    ) throws(InvalidInput) -> Word? where Word.RawValue == String {
        guard let cursor = optional(name) else { return nil }
        return try cursor.word(type)
    }
}

extension JSONCursor {
    /// A text that must be one of a few words.
    public func word<Word: RawRepresentable & CaseIterable>(
        _ type: Word.Type
    ) throws(InvalidInput) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try string()) else {
            let words = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
            throw invalid("must be \(words)")
        }
        return word
    }

    /// A whole number within bounds.
    public func integer(in range: ClosedRange<Int64>) throws(InvalidInput) -> Int {
        let value = try integer()
        guard range.contains(value) else {
            throw invalid("must be between \(range.lowerBound) and \(range.upperBound)")
        }
        return Int(value)
    }
}
