import Engine
import JSONText

/// What is stored of an amnesty beside the columns by which rows are found.
///
/// This is the one place that writes and reads its fields.
enum StreakAmnestyDocument {
    /// The text of an amnesty.
    static func text(of amnesty: StreakAmnesty) -> String {
        DocumentParts.text { object in
            object.field("reason", amnesty.reason)
            object.array("definitions") { array in
                for number in amnesty.definitions.map(\.number).sorted() { array.element(number) }
            }
            object.array("zones") { array in
                for zone in amnesty.zones.sorted() { array.element(zone) }
            }
            object.object("attributes") { object in
                let attributes = amnesty.filter.attributes.sorted { $0.key.number < $1.key.number }
                for (id, value) in attributes { object.field("\(id.number)", value) }
            }
        }
    }

    /// What a text says.
    struct Fields {
        let reason: String
        let definitions: Set<StreakDefinitionID>
        let zones: Set<String>
        let filter: AttributeFilter
    }

    /// The fields that a text says.
    static func fields(from text: String) throws(StorageError) -> Fields {
        do {
            let fields = try JSONCursor(try JSON(parsing: text)).fields()
            return Fields(
                reason: try fields.string("reason"),
                definitions: Set(
                    try fields.array("definitions").map { StreakDefinitionID(try $0.integer()) }
                ),
                zones: Set(try fields.array("zones").map { try $0.string() }),
                filter: try DocumentParts.filter("attributes", in: fields)
            )
        } catch {
            throw StorageError(.invalidValue, "a stored amnesty is unreadable: \(error)")
        }
    }
}
