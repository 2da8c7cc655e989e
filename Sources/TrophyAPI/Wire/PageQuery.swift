import HTTP
import JSONText

/// The parameters of a list: how many, and how many to leave out before.
struct PageQuery {
    let limit: Int
    let skip: Int

    /// Reads `limit` and `skip`.
    init(_ query: Query) throws {
        limit = try Self.limit(of: query)
        skip = try query.integer("skip") ?? 0
        guard skip >= 0 else { throw InvalidInput(path: "skip", problem: "must not be negative") }
    }

    /// Reads `limit` alone.
    static func limit(of query: Query) throws -> Int {
        try count(
            "limit",
            of: query,
            default: TrophyLimits.defaultPageSize,
            in: 1...TrophyLimits.maximumPageSize
        )
    }

    /// Reads a number that says how many.
    static func count(
        _ name: String,
        of query: Query,
        default fallback: Int,
        in range: ClosedRange<Int>
    ) throws -> Int {
        let count = try query.integer(name) ?? fallback
        guard range.contains(count) else {
            throw InvalidInput(
                path: name,
                problem: "must be between \(range.lowerBound) and \(range.upperBound)"
            )
        }
        return count
    }

    /// The records of the page.
    func page<Record>(of records: [Record]) -> ArraySlice<Record> {
        records.dropFirst(skip).prefix(limit)
    }
}
