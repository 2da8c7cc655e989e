public import HTTP
public import JSONText

/// A parameter of the query that says how many: its bounds, and what holds without it.
public struct QueryCount: Sendable {
    private let name: String
    private let fallback: Int
    private let range: ClosedRange<Int>
    private let meaning: String

    /// A parameter from its parts.
    public init(
        _ name: String,
        default fallback: Int,
        in range: ClosedRange<Int>,
        _ meaning: String
    ) {
        self.name = name
        self.fallback = fallback
        self.range = range
        self.meaning = meaning
    }

    /// How the parameter is declared.
    public var parameter: Parameter {
        .query(name, .integer(Int64(range.lowerBound)...Int64(range.upperBound)), meaning)
    }

    /// How many a request asks for.
    public func read(_ query: Query) throws(InvalidInput) -> Int {
        let count = try query.integer(name) ?? fallback
        guard range.contains(count) else {
            throw InvalidInput(
                path: name,
                problem: "must be between \(range.lowerBound) and \(range.upperBound)"
            )
        }
        return count
    }
}

extension Query {
    /// Whether a parameter says yes.
    public func flag(_ name: String) throws(InvalidInput) -> Bool {
        switch first(name) {
        case nil, "false": return false
        case "true": return true
        default: throw InvalidInput(path: name, problem: "must be true or false")
        }
    }
}
