public import HTTP
import JSONText

/// The parameters of a list: how many, and how many to leave out before.
public struct PageQuery {
    /// How many records to show.
    public let limit: Int
    /// How many records to leave out before.
    public let skip: Int

    /// How many records a page has.
    public static let limit = QueryCount(
        "limit",
        default: WireLimits.defaultPageSize,
        in: 1...WireLimits.maximumPageSize,
        "How many records to show."
    )

    /// How a page is asked for.
    public static let parameters = [
        limit.parameter, .query("skip", .count, "How many records to leave out before."),
    ]

    /// Reads `limit` and `skip`.
    public init(_ query: Query) throws {
        limit = try Self.limit.read(query)
        skip = try query.integer("skip") ?? 0
        guard skip >= 0 else { throw InvalidInput(path: "skip", problem: "must not be negative") }
    }

    /// The records of the page.
    public func page<Record>(of records: [Record]) -> ArraySlice<Record> {
        records.dropFirst(skip).prefix(limit)
    }
}
