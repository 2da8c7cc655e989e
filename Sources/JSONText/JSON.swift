/// A JSON value.
public enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// Reads a text that must be exactly one value, as RFC 8259 has it.
    ///
    /// Stricter than the RFC demands: names in an object must be unique, and text must be UTF-8.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        var parser = JSONParser(bytes, limits: limits)
        self = try parser.parseDocument()
    }

    /// Reads a text that must be exactly one value.
    public init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// What kind of value this is, as a message names it: `a string`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The value as compact text.
    public var text: String {
        var writer = JSONWriter()
        write(to: &writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}

/// Why a text is not JSON, and where.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    /// The position in bytes from the start.
    public let offset: Int
    /// The line, from 1.
    public let line: Int
    /// The position in the line in Unicode scalars, from 1.
    public let column: Int
    /// What was expected, or what is not allowed.
    public let problem: String

    init(_ problem: String, at offset: Int, in bytes: [UInt8]) {
        let before = bytes.prefix(offset)
        let newline = UInt8(ascii: "\n")
        let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
        self.offset = offset
        self.problem = problem
        line = 1 + before.count { $0 == newline }
        // Continuation bytes do not begin a scalar.
        column = 1 + before[lineStart...].count { $0 & 0b1100_0000 != 0b1000_0000 }
    }

    /// A sentence that names the position and the problem.
    public var message: String {
        "Malformed JSON at line \(line), column \(column) (byte \(offset)): \(problem)."
    }

    /// A sentence that names the position and the problem.
    public var description: String { message }
}
