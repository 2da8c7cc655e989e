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
        let limit = try query.integer("limit") ?? TrophyLimits.defaultPageSize
        guard (1...TrophyLimits.maximumPageSize).contains(limit) else {
            throw InvalidInput(
                path: "limit",
                problem: "must be between 1 and \(TrophyLimits.maximumPageSize)"
            )
        }
        return limit
    }

    /// The records of the page.
    func page<Record>(of records: [Record]) -> ArraySlice<Record> {
        records.dropFirst(skip).prefix(limit)
    }
}
