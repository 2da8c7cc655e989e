import HTTP
import JSONText
import Wire

/// The parameters of a list: how many, and how many to leave out before.
struct PageQuery {
    let limit: Int
    let skip: Int

    /// How many records a page has.
    static let limit = QueryCount(
        "limit",
        default: TrophyLimits.defaultPageSize,
        in: 1...TrophyLimits.maximumPageSize,
        "How many records to show."
    )

    /// How a page is asked for.
    static let parameters = [
        limit.parameter, .query("skip", .count, "How many records to leave out before."),
    ]

    /// Reads `limit` and `skip`.
    init(_ query: Query) throws {
        limit = try Self.limit.read(query)
        skip = try query.integer("skip") ?? 0
        guard skip >= 0 else { throw InvalidInput(path: "skip", problem: "must not be negative") }
    }

    /// The records of the page.
    func page<Record>(of records: [Record]) -> ArraySlice<Record> {
        records.dropFirst(skip).prefix(limit)
    }
}
