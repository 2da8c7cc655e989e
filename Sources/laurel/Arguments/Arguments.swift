/// The words after a command, told apart into options and the rest.
struct Arguments: Sendable {
    private var values: [String: String] = [:]
    /// The words that are no options.
    private(set) var words: [String] = []

    /// Reads words as some options allow.
    init(_ words: [String], options: [Option]) throws(UsageError) {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word.count > 1 else {
                self.words.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = options.first(where: { $0.name == name }) else {
                throw UsageError("unknown option \(name)")
            }
            guard let value = try Self.value(of: option, inline: parts.dropFirst().first, &rest)
            else { throw UsageError("option \(name) needs a value") }
            guard values.updateValue(value, forKey: name) == nil else {
                throw UsageError("option \(name) is given twice")
            }
        }
    }

    private static func value(
        of option: Option,
        inline: Substring?,
        _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> String? {
        if let inline {
            guard option.value != nil else {
                throw UsageError("option \(option.name) takes no value")
            }
            return String(inline)
        }
        return option.value == nil ? "" : rest.popFirst()
    }

    /// Whether a switch is given.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of an option, if it is given.
    subscript(_ name: String) -> String? { values[name] }

    /// The value of an option that must be given.
    func required(_ name: String) throws(UsageError) -> String {
        guard let value = values[name] else { throw UsageError("option \(name) is required") }
        return value
    }

    /// The whole number that an option gives, within a range.
    func integer(
        _ name: String,
        in range: ClosedRange<Int>,
        default standard: Int
    ) throws(UsageError) -> Int {
        guard let text = values[name] else { return standard }
        guard let value = Int(text), range.contains(value) else {
            throw UsageError(
                "option \(name) must be a whole number between \(range.lowerBound) and "
                    + "\(range.upperBound), not \"\(text)\""
            )
        }
        return value
    }

    /// The word that an option gives, of a few.
    func word<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        _ type: Word.Type
    ) throws(UsageError) -> Word where Word.RawValue == String {
        let text = try required(name)
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: " or ")
            throw UsageError("option \(name) must be \(words), not \"\(text)\"")
        }
        return word
    }

    /// Refuses words beyond those that a command takes.
    func allowWords(_ count: Int) throws(UsageError) {
        guard words.count <= count else {
            throw UsageError("unexpected argument \"\(words[count])\"")
        }
    }
}

/// A command line that cannot be understood.
struct UsageError: Error {
    /// What is wrong, as a sentence names it.
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

/// A command that was done, and whose result is told by its exit status.
struct ExitStatus: Error {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }
}

/// A command that could be understood but not done.
struct CommandFailure: Error {
    /// What is wrong.
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
