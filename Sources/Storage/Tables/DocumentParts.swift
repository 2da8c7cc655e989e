import CivilTime
import Engine
import JSONText

/// What the documents of several kinds of items are written and read with.
enum DocumentParts {
    static func text(_ write: (inout JSONObjectWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object(write)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    static func write(
        _ filter: AttributeFilter,
        as name: String,
        _ names: ItemNames?,
        to object: inout JSONObjectWriter
    ) {
        guard !filter.isEmpty else { return }
        object.object(name) { object in
            for (id, value) in filter.attributes.sorted(by: { $0.key.number < $1.key.number }) {
                object.field(names.attribute(id), value)
            }
        }
    }

    static func filter(
        _ name: String,
        in fields: JSONFields
    ) throws(InvalidInput) -> AttributeFilter {
        var attributes: [AttributeID: String] = [:]
        for (number, value) in try fields.stringMap(name) {
            guard let number = Int64(number) else { continue }
            attributes[AttributeID(number)] = value
        }
        return AttributeFilter(attributes)
    }

    static func word<Word: RawRepresentable>(
        _ name: String,
        in fields: JSONFields
    ) throws(InvalidInput) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try fields.string(name)) else {
            throw fields.invalid(name, "is unknown")
        }
        return word
    }

    static func amount(_ name: String, in fields: JSONFields) throws(InvalidInput) -> Amount {
        guard let amount = Amount(decimal: try fields.string(name)) else {
            throw fields.invalid(name, "must be a number")
        }
        return amount
    }

    static func date(_ name: String, in fields: JSONFields) throws(InvalidInput) -> CivilDate? {
        guard let text = try fields.optionalString(name) else { return nil }
        do {
            return try CivilDate(iso8601: text)
        } catch {
            throw fields.invalid(name, "must be a date")
        }
    }

    static func instant(_ name: String, in fields: JSONFields) throws(InvalidInput) -> Instant? {
        try fields.optionalInteger(name).map { Instant(microseconds: $0) }
    }
}
