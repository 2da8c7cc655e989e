import Catalogue
import Engine
import JSONText
import Wire

/// An item of which a document says everything: a field that is not there has its default.
struct WholeItem: Sendable {
    let fields: JSONFields
    private let defaults: JSONFields

    /// The item with some fields; the defaults are those of fields that may be left out.
    init(_ fields: JSONFields, defaults: String) throws {
        self.fields = fields
        self.defaults = try JSONCursor(try JSON(parsing: Array(defaults.utf8))).fields()
    }

    /// Reads fields into a change.
    func read<Item, Change, Context>(
        _ all: [ItemField<Item, Change, Context>],
        _ context: Context,
        into change: inout Change
    ) throws {
        for field in all {
            let isTold = fields.optional(field.body.name) != nil
            try field.read(isTold ? fields : defaults, context, &change)
        }
    }
}

// MARK: - What items name

extension JSONFields {
    /// What attributes have to be, by their keys.
    func matches(
        _ name: String,
        _ kind: Attribute.Kind,
        _ rulebook: Rulebook
    ) throws -> [AchievementChange.Match] {
        try stringMap(name).sorted { $0.key < $1.key }.map { key, value in
            guard let attribute = rulebook.attribute(kind, key: key) else {
                throw invalid(name, "has \"\(key.excerpt)\", which has not been set up")
            }
            return AchievementChange.Match(attribute: attribute.publicID, value: value)
        }
    }
}

extension JSONCursor {
    /// The UUID of the metric with a key.
    func metric(of rulebook: Rulebook) throws -> String {
        guard let metric = rulebook.metric(key: try string()) else {
            throw invalid("must be the key of a metric that exists")
        }
        return metric.publicID
    }
}
