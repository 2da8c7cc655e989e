import CivilTime
public import Engine
public import JSONText

// What a fact says, as JSON: a column keeps it so, and so callers read it.

extension FactPayload {
    /// Writes every value under its name.
    public func write(to object: inout JSONObjectWriter) {
        for field in fields { object.field(field.name, field.value) }
    }

    /// The document that a column keeps.
    var stored: String {
        var writer = JSONWriter()
        writer.object { write(to: &$0) }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// What a column keeps.
    init(stored text: String) throws(StorageError) {
        self.init()
        let json: JSON
        do {
            json = try JSON(parsing: text)
        } catch {
            throw StorageError(.invalidValue, "what a fact says is not JSON: \(error)")
        }
        guard case .object(let object) = json else {
            throw StorageError(.invalidValue, "what a fact says is \(json.kind)")
        }
        for member in object.members { add(member.name, FactValue(member.value)) }
    }
}

extension FactValue: JSONWritable {
    /// Writes the value: moments and days as text.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.string(text)
        case .whole(let number): writer.integer(number)
        case .decimal(let amount): writer.rawJSON(amount.description)
        case .instant(let instant): writer.string(instant.iso8601)
        case .date(let date): writer.string(date.iso8601)
        case .bool(let value): writer.bool(value)
        case .list(let values):
            writer.array { array in
                for value in values { array.element(value) }
            }
        }
    }

    /// The value of a document; nothing where a value would have no use in a fact.
    fileprivate init?(_ json: JSON) {
        switch json {
        case .null, .object: return nil
        case .bool(let value): self = .bool(value)
        case .string(let text): self = .text(text)
        case .array(let values): self = .list(values.compactMap(FactValue.init))
        case .number(let number):
            if let whole = Int64(number.literal) {
                self = .whole(whole)
            } else if let amount = Amount(decimal: number.literal) {
                self = .decimal(amount)
            } else {
                return nil
            }
        }
    }
}
