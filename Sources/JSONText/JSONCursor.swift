/// A JSON value that knows where it stands, so that an error about it can say so.
public struct JSONCursor: Sendable {
    /// The value.
    public let json: JSON
    private let parent: String
    private let position: Position

    private enum Position: Sendable {
        case field(String)
        case element(Int)
    }

    /// A value that is the whole text, or stands at the path given.
    public init(_ json: JSON, path: String = "") {
        self.json = json
        parent = ""
        position = .field(path)
    }

    init(_ json: JSON, field: String, of parent: String) {
        self.json = json
        self.parent = parent
        position = .field(field)
    }

    init(_ json: JSON, element: Int, of parent: String) {
        self.json = json
        self.parent = parent
        position = .element(element)
    }

    /// Where the value stands: `user.id`, `events[3]`.
    ///
    /// It is put together only when it is asked for.
    public var path: String {
        switch position {
        case .field(let name): parent.isEmpty ? name : "\(parent).\(name)"
        case .element(let index): "\(parent)[\(index)]"
        }
    }

    /// A finding about this value; the problem is the rest of a sentence.
    public func invalid(_ problem: String) -> InvalidInput {
        InvalidInput(path: path, problem: problem)
    }

    private func mismatch(_ expected: String) -> InvalidInput {
        invalid("must be \(expected), not \(json.kind)")
    }

    /// Whether the value is `null`.
    public var isNull: Bool { json == .null }

    /// The text of a string.
    public func string() throws(InvalidInput) -> String {
        guard case .string(let value) = json else { throw mismatch("a string") }
        return value
    }

    /// A number, as it was written.
    public func number() throws(InvalidInput) -> JSONNumber {
        guard case .number(let value) = json else { throw mismatch("a number") }
        return value
    }

    /// A number as a finite double.
    public func double() throws(InvalidInput) -> Double {
        guard let value = try number().double else {
            throw invalid("must be a number that a double can hold")
        }
        return value
    }

    /// A number as an exact integer; `5.0` is one.
    public func integer() throws(InvalidInput) -> Int64 {
        guard case .number(let number) = json else { throw mismatch("an integer") }
        guard let value = number.integer else {
            throw invalid("must be an integer of at most 64 bits")
        }
        return value
    }

    /// `true` or `false`.
    public func bool() throws(InvalidInput) -> Bool {
        guard case .bool(let value) = json else { throw mismatch("a boolean") }
        return value
    }

    /// The fields of an object.
    public func fields() throws(InvalidInput) -> JSONFields {
        guard case .object(let object) = json else { throw mismatch("an object") }
        return JSONFields(object, path: path)
    }

    /// The elements of an array.
    public func elements() throws(InvalidInput) -> [JSONCursor] {
        guard case .array(let elements) = json else { throw mismatch("an array") }
        let path = self.path
        return elements.enumerated().map { JSONCursor($1, element: $0, of: path) }
    }

    /// The strings of an array of strings.
    public func strings() throws(InvalidInput) -> [String] {
        var strings: [String] = []
        for element in try elements() { strings.append(try element.string()) }
        return strings
    }

    /// The names and values of an object that holds only strings.
    public func stringMap() throws(InvalidInput) -> [String: String] {
        let fields = try self.fields()
        var map: [String: String] = [:]
        for member in fields.object.members {
            map[member.name] = try fields.string(member.name)
        }
        return map
    }
}
