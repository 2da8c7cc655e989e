import CivilTime
import Engine
private import JSONText

/// What a period counts beyond what its row has columns for: the values of an attribute, the
/// progress of single sources, and the progress under earlier rules.
enum StoredTally {
    /// The document; nothing where the columns say it all.
    static func text(of tally: PeriodTally) -> String? {
        if tally.parts.count == 1, let part = tally.parts.first, part.values.isEmpty,
            part.sources.isEmpty
        {
            return nil
        }
        var writer = JSONWriter()
        writer.array { array in
            for part in tally.parts { array.object { write(part, to: &$0) } }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    private static func write(_ part: StreakProgress, to object: inout JSONObjectWriter) {
        object.field("count", part.count)
        object.field("sum", part.sum.millionths)
        if let satisfiedAt = part.satisfiedAt {
            object.field("satisfiedAt", satisfiedAt.microseconds)
        }
        object.array("values") { array in
            for value in part.values { array.element(value) }
        }
        object.array("sources") { array in
            for source in part.sources {
                array.object { object in
                    object.field("count", source.count)
                    object.field("sum", source.sum.millionths)
                    object.array("values") { array in
                        for value in source.values { array.element(value) }
                    }
                }
            }
        }
    }

    /// The progress under every rule; that under the newest one is in the columns too.
    static func parts(
        from text: String?,
        newest: StreakProgress
    ) throws(StorageError) -> [StreakProgress] {
        guard let text else { return [newest] }
        do {
            let document = JSONCursor(try JSON(parsing: Array(text.utf8)))
            return try document.elements().map { element in try part(element.fields()) }
        } catch {
            throw StorageError(
                .invalidValue,
                "a stored tally is not what it should be: \(error)"
            )
        }
    }

    private static func part(_ fields: JSONFields) throws -> StreakProgress {
        StreakProgress(
            count: try fields.integer("count"),
            sum: Amount(millionths: try fields.integer("sum")),
            values: try fields.required("values").strings(),
            sources: try fields.array("sources").map { cursor in
                let source = try cursor.fields()
                return StreakProgress.SourceProgress(
                    count: try source.integer("count"),
                    sum: Amount(millionths: try source.integer("sum")),
                    values: try source.required("values").strings()
                )
            },
            satisfiedAt: try fields.optionalInteger("satisfiedAt")
                .map(Instant.init(microseconds:))
        )
    }
}
