public import CivilTime

/// What a fact says: named values, in order.
public struct FactPayload: Hashable, Sendable {
    /// A name and its value.
    public struct Field: Hashable, Sendable {
        /// The name, as callers know it.
        public let name: String
        /// The value.
        public let value: FactValue
    }

    /// All of them; no name twice.
    public private(set) var fields: [Field] = []

    /// Nothing to say.
    public init() {}

    /// Adds a value, unless there is none.
    public mutating func add(_ name: String, _ value: FactValue?) {
        guard let value else { return }
        precondition(self[name] == nil, "a fact says \(name) twice")
        fields.append(Field(name: name, value: value))
    }

    /// The value of a name.
    public subscript(name: String) -> FactValue? {
        fields.first { $0.name == name }?.value
    }
}

/// A value that a fact says.
public indirect enum FactValue: Hashable, Sendable {
    /// Text.
    case text(String)
    /// A whole number.
    case whole(Int64)
    /// A number with a fraction.
    case decimal(Amount)
    /// A moment; what is stored has its milliseconds.
    case instant(Instant)
    /// A civil day.
    case date(CivilDate)
    /// Yes or no.
    case bool(Bool)
    /// Some of these.
    case list([FactValue])
}

// What is stored does not say whether a text was a moment, or a number one with a fraction, so
// whoever reads a fact asks for what its kind has there.

extension FactValue {
    /// The text.
    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The texts of a list.
    public var texts: [String]? {
        if case .list(let values) = self { values.compactMap(\.text) } else { nil }
    }

    /// The whole number.
    public var whole: Int? {
        if case .whole(let number) = self { Int(number) } else { nil }
    }

    /// The number.
    public var amount: Amount? {
        switch self {
        case .decimal(let amount): amount
        case .whole(let number): Amount(decimal: String(number))
        default: nil
        }
    }

    /// The moment.
    public var instant: Instant? {
        switch self {
        case .instant(let instant): instant
        case .text(let text): try? Instant(iso8601: text)
        default: nil
        }
    }

    /// The civil day.
    public var date: CivilDate? {
        switch self {
        case .date(let date): date
        case .text(let text): try? CivilDate(iso8601: text)
        default: nil
        }
    }

    /// Yes or no.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }
}
