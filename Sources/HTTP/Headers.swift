/// Header fields in the order they came, found by name whatever its case.
///
/// A request has a dozen of them, so that looking through an array is faster than hashing.
public struct Headers: Sendable, ExpressibleByDictionaryLiteral {
    /// One line of a header: a name and a value.
    public struct Field: Sendable, Equatable {
        /// The name, in the case it was written in.
        public let name: String
        /// The value without surrounding white space.
        public let value: String

        /// A field as it stands on its line.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// All fields, repeated names included.
    public private(set) var fields: [Field] = []

    /// No fields.
    public init() {}

    /// The fields in the order given.
    public init(_ fields: [Field]) {
        self.fields = fields
    }

    /// The fields in the order given, repeated names included.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The first value of that name; setting it replaces every field of that name.
    public subscript(name: String) -> String? {
        get { fields.first { Headers.areEqual($0.name, name) }?.value }
        set {
            fields.removeAll { Headers.areEqual($0.name, name) }
            if let newValue { fields.append(Field(name: name, value: newValue)) }
        }
    }

    /// Every value of that name, in order.
    public func all(_ name: String) -> [String] {
        fields.filter { Headers.areEqual($0.name, name) }.map(\.value)
    }

    /// The value of a field that may stand there once: of two, any choice would be a guess.
    public func one(_ name: String) throws(HTTPError) -> String? {
        let values = all(name)
        guard values.count < 2 else {
            throw .badRequest("The header field \(name) stands there more than once.")
        }
        return values.first
    }

    /// Adds a field and keeps those of the same name.
    public mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Whether two field names are the same but for the case of ASCII letters.
    static func areEqual(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        return left.utf8.elementsEqual(right.utf8) { lowercased($0) == lowercased($1) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
