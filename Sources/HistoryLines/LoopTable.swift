import Engine
public import JSONText

/// The table of checkmarks that Loop Habit Tracker exports: a day a row, and a habit a column.
///
/// What somebody did becomes an event of a metric that is called as the habit. Days that Loop filled in
/// by itself, skipped ones and empty ones are nothing that was done.
public struct LoopTable: Sendable {
    private let userID: String
    /// The metric of each column but the first; nothing where a column has no name.
    private let metrics: [String?]

    /// A table with a header, of one user.
    public init(header: [String], userID: String) throws(HistoryProblem) {
        guard header.first == "Date", header.count > 1 else {
            throw HistoryProblem("the first column is not \"Date\": this is no Checkmarks.csv")
        }
        self.userID = userID
        var seen: Set<String> = []
        var metrics: [String?] = []
        for name in header.dropFirst() {
            let key = Self.key(of: name)
            guard let key else {
                metrics.append(nil)
                continue
            }
            guard seen.insert(key).inserted else {
                throw HistoryProblem("two habits would be the metric \"\(key)\": rename one")
            }
            metrics.append(key)
        }
        self.metrics = metrics
    }

    /// The lines of a row.
    public func objects(_ cells: [String]) -> [JSONObject] {
        guard let date = cells.first else { return [] }
        return zip(metrics, cells.dropFirst()).compactMap { metric, cell in
            guard let metric, let amount = Self.amount(of: cell) else { return nil }
            return [
                "user": .string(userID), "metric": .string(metric), "timestamp": .string(date),
                "value": amount, "idempotencyKey": .string("loop-\(date)"),
            ]
        }
    }

    /// Letters, digits and hyphens of a name.
    private static func key(of name: String) -> String? {
        let words = name.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        return words.isEmpty ? nil : words.joined(separator: "-")
    }

    /// How much was done: of a habit that is done or not, one; older exports write that as 2, and what
    /// is measured has a point.
    private static func amount(of cell: String) -> JSON? {
        if cell == "YES_MANUAL" || cell == "2" { return .number(JSONNumber(1)) }
        guard cell.contains("."), case .number(let number)? = try? JSON(parsing: cell),
            let amount = Amount(decimal: number.literal), amount > .zero
        else { return nil }
        return .number(number)
    }
}
