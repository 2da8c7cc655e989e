public import Engine
public import JSONText

extension JSONCursor {
    /// An amount, exact to six places.
    public func amount() throws(InvalidInput) -> Amount {
        guard let amount = Amount(decimal: try number().literal) else {
            throw invalid(
                "must be between -\(Amount.maximumMagnitude) and \(Amount.maximumMagnitude)"
            )
        }
        return amount
    }

    /// The elements of a list that may only be so long; the noun is for the sentence.
    public func elements(
        atMost maximum: Int,
        _ noun: String = "entries"
    ) throws(InvalidInput) -> [JSONCursor] {
        let elements = try elements()
        guard elements.count <= maximum else {
            throw invalid("must have at most \(maximum) \(noun)")
        }
        return elements
    }

    /// The entries of a map that may only have so many.
    ///
    /// Its names are the caller's, so what an error repeats of them has an end.
    public func entries(
        atMost maximum: Int
    ) throws(InvalidInput) -> [(name: String, value: JSONCursor)] {
        let members = try fields().object.members
        guard members.count <= maximum else {
            throw invalid("must have at most \(maximum) entries")
        }
        return members.map { member in
            (member.name, JSONCursor(member.value, path: "\(path).\(member.name.excerpt)"))
        }
    }

    /// A text, or a number or a boolean as the text that it is written with; nothing for null.
    public func scalarText(
        _ rule: TextRule,
        numbers: TextRule,
        expected: String
    ) throws(InvalidInput) -> String? {
        switch json {
        case .null: return nil
        case .bool(let value): return value ? "true" : "false"
        case .number(let number):
            if let problem = numbers.problem(with: number.literal) { throw invalid(problem) }
            return number.literal
        case .string: return try rule.text(of: self)
        case .array, .object: throw invalid("must be \(expected)")
        }
    }
}

extension JSONFields {
    /// What a caller wants of a property: absent keeps it, null clears it.
    public func wanted<Value: Sendable>(
        _ name: String,
        _ read: (JSONCursor) throws -> Value
    ) throws -> Change<Value> {
        switch try change(name, read) {
        case .keep: .keep
        case .clear: .clear
        case .set(let value): .set(value)
        }
    }
}
