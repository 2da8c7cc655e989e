/// What a JSON value may be, as a value of the program.
///
/// Tests hold every answer and every accepted body to the schemas of their endpoints, so that a
/// document that is made from them is true. Objects have the fields that are named and no others.
public indirect enum JSONSchema: Sendable, Equatable {
    /// Any value.
    case any
    /// `null` alone.
    case null
    /// `true` or `false`.
    case boolean
    /// A number.
    case number
    /// A number without a fraction, within bounds.
    case integer(ClosedRange<Int64>)
    /// A text.
    case string(TextShape)
    /// One of some words.
    case words([String])
    /// A list of values, as long as the bounds say.
    case array(JSONSchema, ClosedRange<Int>)
    /// An object with these fields.
    case object([Field])
    /// An object whose names are the caller's.
    case map(JSONSchema)
    /// A value that at least one of some schemas takes.
    case oneOf([JSONSchema])
    /// A schema that documents call by a name.
    case named(String, JSONSchema)
}

/// What a text may be.
public struct TextShape: Sendable, Equatable {
    /// The forms of text that programs read.
    public enum Format: String, Sendable {
        case uuid
        case date
        case dateTime = "date-time"
    }

    /// Its form, where it has one.
    public let format: Format?
    /// How many characters it may have.
    public let length: ClosedRange<Int>

    /// A text of a form, with so many characters.
    public init(_ format: Format? = nil, length: ClosedRange<Int> = 0...Int.max) {
        self.format = format
        self.length = length
    }
}

extension JSONSchema {
    /// A field of an object.
    public struct Field: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// What its value may be.
        public let schema: JSONSchema
        /// Whether it is always there.
        public let isRequired: Bool

        /// A field that is always there.
        public static func field(_ name: String, _ schema: JSONSchema) -> Field {
            Field(name: name, schema: schema, isRequired: true)
        }

        /// A field that need not be there.
        public static func optional(_ name: String, _ schema: JSONSchema) -> Field {
            Field(name: name, schema: schema, isRequired: false)
        }
    }

    /// Any text.
    public static let text = string(TextShape())
    /// A UUID.
    public static let uuid = string(TextShape(.uuid))
    /// A civil day, such as `2026-01-31`.
    public static let date = string(TextShape(.date))
    /// An instant, such as `2026-01-31T08:15:00Z`.
    public static let instant = string(TextShape(.dateTime))
    /// An integer of any size.
    public static let integer = integer(Int64.min...Int64.max)
    /// How many there are of something.
    public static let count = integer(0...Int64.max)

    /// A text of at most so many characters.
    public static func text(upTo length: Int) -> JSONSchema {
        .string(TextShape(length: 0...length))
    }

    /// A text by which something is found again, of at most so many characters.
    public static func name(upTo length: Int) -> JSONSchema {
        .string(TextShape(length: 1...length))
    }

    /// One of the words of an enumeration.
    public static func word<Word: CaseIterable & RawRepresentable<String>>(
        of type: Word.Type
    ) -> JSONSchema {
        .words(type.allCases.map(\.rawValue))
    }

    /// A list of values.
    public static func array(of element: JSONSchema) -> JSONSchema {
        .array(element, 0...Int.max)
    }

    /// An object with these fields.
    public static func object(_ fields: Field...) -> JSONSchema { .object(fields) }

    /// A value, or `null` instead.
    public var orNull: JSONSchema { .oneOf([self, .null]) }

    /// The fields of an object; none of anything else.
    public var fields: [Field] {
        switch self {
        case .object(let fields): fields
        case .named(_, let schema): schema.fields
        default: []
        }
    }

    /// The same object with more fields.
    public func with(_ more: Field...) -> JSONSchema { .object(fields + more) }

    /// The same object, whose fields need not be there: what changes some of them.
    public var partial: JSONSchema {
        .object(fields.map { .optional($0.name, $0.schema) })
    }
}
