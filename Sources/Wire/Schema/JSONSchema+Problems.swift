import CivilTime
import Engine
public import JSONText

extension JSONSchema {
    /// Where a value is not what it has to be, one sentence each; nothing where all is well.
    public func problems(in json: JSON, at path: String = "") -> [String] {
        switch self {
        case .any: []
        case .named(_, let schema): schema.problems(in: json, at: path)
        case .oneOf(let schemas): Self.problems(with: json, schemas, path)
        case .array(let element, let count): Self.problems(in: json, element, count, path)
        case .object(let fields): Self.problems(in: json, fields, path)
        case .map(let value): Self.problems(in: json, value, path)
        default: takes(json) ? [] : ["\(path.isEmpty ? "the body" : path): \(json.text.excerpt)"]
        }
    }

    /// Whether a value that has no parts is what it has to be.
    private func takes(_ json: JSON) -> Bool {
        switch (self, json) {
        case (.null, .null), (.boolean, .bool), (.number, .number): true
        case (.integer(let range), .number(let number)):
            number.integer.map(range.contains) ?? false
        case (.string(let shape), .string(let text)): shape.takes(text)
        case (.words(let words), .string(let text)): words.contains(text)
        default: false
        }
    }

    /// What keeps a value from the schema that it comes nearest to.
    private static func problems(
        with json: JSON,
        _ schemas: [JSONSchema],
        _ path: String
    ) -> [String] {
        let problems = schemas.filter { $0 != .null || json == .null }.map {
            $0.problems(in: json, at: path)
        }
        return problems.min { $0.count < $1.count } ?? []
    }

    private static func problems(
        in json: JSON,
        _ element: JSONSchema,
        _ count: ClosedRange<Int>,
        _ path: String
    ) -> [String] {
        guard case .array(let elements) = json else { return ["\(path): not an array"] }
        var problems: [String] = []
        if !count.contains(elements.count) {
            problems.append("\(path): \(elements.count) elements")
        }
        for (index, value) in elements.enumerated() {
            problems += element.problems(in: value, at: "\(path)[\(index)]")
        }
        return problems
    }

    private static func problems(
        in json: JSON,
        _ fields: [Field],
        _ path: String
    ) -> [String] {
        guard case .object(let object) = json else { return ["\(path): not an object"] }
        var problems: [String] = []
        for field in fields {
            let fieldPath = path.isEmpty ? field.name : "\(path).\(field.name)"
            if let value = object[field.name] {
                problems += field.schema.problems(in: value, at: fieldPath)
            } else if field.isRequired {
                problems.append("\(fieldPath): is missing")
            }
        }
        let known = Set(fields.map(\.name))
        let unknown = object.members.map(\.name).filter { !known.contains($0) }
        return problems + unknown.map { "\(path): has the undeclared field \($0)" }
    }

    private static func problems(
        in json: JSON,
        _ value: JSONSchema,
        _ path: String
    ) -> [String] {
        guard case .object(let object) = json else { return ["\(path): not an object"] }
        return object.members.flatMap { value.problems(in: $0.value, at: "\(path).\($0.name)") }
    }
}

extension TextShape {
    /// Whether a text has this form and length.
    func takes(_ text: String) -> Bool {
        guard length.contains(text.unicodeScalars.count) else { return false }
        return switch format {
        case nil: true
        case .uuid: UUIDText.isValid(text)
        case .date: (try? CivilDate(iso8601: text)) != nil
        case .dateTime: (try? Instant(iso8601: text)) != nil
        }
    }
}
