/// A word of an enumeration that may have more words one day: an unknown one never fails a decoding.
public protocol OpenWord: RawRepresentable, Hashable, Codable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
}

extension OpenWord {
    /// A word by its text.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// The word as it came.
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the word.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    /// The word.
    public var description: String { rawValue }
}
