import CivilTime
public import JSONText

/// Which columns of a table are which fields of a line.
public struct ColumnMapping: Sendable, Hashable {
    /// Where a field's value comes from.
    public enum Source: Sendable, Hashable {
        case column(String)
        case constant(String)
    }

    /// The fields, in the order in which they were told.
    public private(set) var fields: [Field] = []

    /// A field and where it comes from.
    public struct Field: Sendable, Hashable {
        /// Its name: `user`, or `attributes.plan`.
        public let name: String
        /// Where it comes from.
        public let source: Source

        /// A field from its parts.
        public init(_ name: String, _ source: Source) {
            self.name = name
            self.source = source
        }
    }

    /// Some fields.
    public init(_ fields: [Field] = []) { self.fields = fields }

    /// The mapping that a text is: `user=user_id,metric:=lessons`; with `:=` all lines have one
    /// value.
    public init(parsing text: String) throws(HistoryProblem) {
        for part in text.split(separator: ",") {
            guard let equals = part.firstIndex(of: "="), equals > part.startIndex else {
                throw HistoryProblem("\"\(part)\" must be FIELD=COLUMN or FIELD:=VALUE")
            }
            let value = String(part[part.index(after: equals)...])
            var name = part[..<equals]
            let isConstant = name.last == ":"
            if isConstant { name.removeLast() }
            guard !name.isEmpty, !value.isEmpty else {
                throw HistoryProblem("\"\(part)\" must be FIELD=COLUMN or FIELD:=VALUE")
            }
            fields.append(Field(String(name), isConstant ? .constant(value) : .column(value)))
        }
    }

    /// A mapping in which columns that are called as fields are those fields, where nothing else is
    /// told of them.
    public func completed(for header: [String]) -> ColumnMapping {
        let told = Set(fields.map(\.name))
        let used = Set(
            fields.compactMap { field -> String? in
                if case .column(let name) = field.source { name } else { nil }
            }
        )
        let rest = header.filter { name in
            !told.contains(name) && !used.contains(name)
                && (Self.known.contains(name) || name.hasPrefix("attributes."))
        }
        return ColumnMapping(fields + rest.map { Field($0, .column($0)) })
    }

    /// The fields that lines may have.
    private static let known: Set<String> = [
        "id", "name", "email", "tz", "signUpDate", "subscribeToEmails", "created", "user", "metric",
        "streak", "value", "timestamp", "idempotencyKey", "mark", "on", "count", "start", "end",
        "at", "from", "achievement", "achievedAt",
    ]
}

/// Makes lines of the rows of a table.
public struct ColumnReader: Sendable {
    private enum Source {
        case cell(Int)
        case constant(String)
    }

    private let fields: [(name: String, source: Source)]

    /// A reader of a table with a header; a column that the mapping names has to be there.
    public init(_ mapping: ColumnMapping, header: [String]) throws(HistoryProblem) {
        var fields: [(name: String, source: Source)] = []
        for field in mapping.completed(for: header).fields {
            switch field.source {
            case .constant(let value): fields.append((field.name, .constant(value)))
            case .column(let name):
                guard let index = header.firstIndex(of: name) else {
                    throw HistoryProblem("the table has no column \"\(name)\"")
                }
                fields.append((field.name, .cell(index)))
            }
        }
        self.fields = fields
    }

    /// The line that a row is; empty cells are fields that are not there.
    public func object(_ cells: [String]) -> JSONObject {
        var object = JSONObject()
        var attributes = JSONObject()
        for (name, source) in fields {
            let text: String
            switch source {
            case .cell(let index): text = index < cells.count ? cells[index] : ""
            case .constant(let value): text = value
            }
            if text.isEmpty { continue }
            if name.hasPrefix("attributes.") {
                _ = attributes.append(String(name.dropFirst("attributes.".count)), .string(text))
            } else {
                _ = object.append(name, Self.value(of: name, text))
            }
        }
        if attributes.count > 0 { _ = object.append("attributes", .object(attributes)) }
        return object
    }

    private static func value(of name: String, _ text: String) -> JSON {
        switch name {
        case "value", "count":
            guard case .number(let number)? = try? JSON(parsing: text) else { return .string(text) }
            return .number(number)
        case "subscribeToEmails":
            switch text.lowercased() {
            case "true", "yes", "1": return .bool(true)
            case "false", "no", "0": return .bool(false)
            default: return .string(text)
            }
        case "timestamp", "created", "at", "from", "achievedAt": return .string(timeText(text))
        case "on", "start", "end", "signUpDate": return .string(text)
        default: return .string(text)
        }
    }

    /// A moment as tables write it, as ISO 8601 has it: seconds or milliseconds since 1970, or a date
    /// and a time with a space between, in UTC where nothing else is said.
    static func timeText(_ text: String) -> String {
        if let number = Int64(text), number >= 0 {
            let isMilliseconds = text.utf8.count >= "1000000000000".utf8.count
            let moment =
                isMilliseconds
                ? Instant(milliseconds: number) : Instant(seconds: number)
            return text.utf8.count >= "100000000".utf8.count ? moment.iso8601 : text
        }
        guard text.utf8.count > "2026-01-31 ".utf8.count else { return text }
        var characters = Array(text.utf8)
        guard characters[10] == UInt8(ascii: " ") else { return text }
        characters[10] = UInt8(ascii: "T")
        let time = String(decoding: characters, as: UTF8.self)
        if time.hasSuffix(" UTC") { return time.dropLast(" UTC".count) + "Z" }
        let clock = characters[11...]
        let hasOffset =
            clock.contains(UInt8(ascii: "Z")) || clock.contains(UInt8(ascii: "+"))
            || clock.contains(UInt8(ascii: "-"))
        // PostgreSQL writes whole hours alone.
        let sign = clock.dropLast(2).last
        let isHour = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
        return hasOffset ? (isHour ? time + ":00" : time) : time + "Z"
    }
}
