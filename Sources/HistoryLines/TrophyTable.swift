import Engine
public import JSONText

/// A table of Trophy's data sync, with the names of columns that Laurel's own views of that name have.
///
/// What a table is, its columns say. Two of the six have nothing that events do not bring.
public struct TrophyTable: Sendable {
    private enum Kind: Sendable {
        case totals
        case periods(metric: String)
        case freezes
        case completions
    }

    private let kind: Kind
    private let columns: [String: Int]

    /// A table with a header; periods of streaks are events of a metric, which nothing in them names.
    public init(header: [String], metric: String?) throws(HistoryProblem) {
        columns = Dictionary(
            header.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        let has = { [columns] (name: String) in columns[name] != nil }
        guard has("user_id") else {
            throw HistoryProblem(
                "the table has no column \"user_id\": this is no table of Trophy's"
            )
        }
        if has("leaderboard_key") || has("points_system_key") {
            throw HistoryProblem("points and leaderboards follow from the events: leave it out")
        } else if has("period_start") {
            guard let metric else {
                throw HistoryProblem("say of which metric the periods are: --metric KEY")
            }
            kind = .periods(metric: metric)
        } else if has("freezes"), has("as_of") {
            kind = .freezes
        } else if has("achieved_at") {
            kind = .completions
        } else if has("metric_key"), has("total"), has("last_active_on") {
            kind = .totals
        } else {
            throw HistoryProblem("its columns are not those of a table that is imported")
        }
    }

    /// The line that a row is; none where it says nothing that happened.
    public func objects(_ cells: [String]) -> [JSONObject] {
        let row = Row(cells: cells, columns: columns)
        var object: JSONObject = ["user": .string(row["user_id"] ?? "")]
        switch kind {
        case .totals:
            guard let total = row.amount("total"), let day = row["last_active_on"] else {
                return []
            }
            let metric = row["metric_key"] ?? ""
            object.add("metric", metric)
            object.add("timestamp", day)
            _ = object.append("value", total)
            object.add("idempotencyKey", "trophy-total")
        case .periods(let metric):
            let isExtended = row["is_extended"] ?? "1"
            guard !["0", "f", "false"].contains(isExtended), let day = row["period_start"] else {
                return []
            }
            object.add("metric", metric)
            object.add("timestamp", day)
            _ = object.append("value", row.amount("amount") ?? .number(JSONNumber(1)))
            object.add("idempotencyKey", "trophy-\(row["streak_key"] ?? "")-\(day)")
        case .freezes:
            guard let count = row.amount("freezes") else { return [] }
            object.add("mark", "freezes")
            if let streak = row["streak_key"] { object.add("streak", streak) }
            object.add("on", row["as_of"] ?? "")
            _ = object.append("count", count)
        case .completions:
            let names = ["achievement_key", "achievement_name", "achievement_id"]
            object.add("mark", "achievement")
            object.add("achievement", names.lazy.compactMap { row[$0] }.first ?? "")
            object.add("achievedAt", ColumnReader.timeText(row["achieved_at"] ?? ""))
        }
        return [object]
    }
}

/// The cells of a row by the names of their columns; empty ones are not there.
private struct Row {
    let cells: [String]
    let columns: [String: Int]

    subscript(name: String) -> String? {
        guard let index = columns[name], index < cells.count else { return nil }
        return cells[index].isEmpty ? nil : cells[index]
    }

    /// A number above zero.
    func amount(_ name: String) -> JSON? {
        guard let text = self[name], case .number(let number)? = try? JSON(parsing: text),
            let amount = Amount(decimal: number.literal), amount > .zero
        else { return nil }
        return .number(number)
    }
}

extension JSONObject {
    fileprivate mutating func add(_ name: String, _ text: String) {
        _ = append(name, .string(text))
    }
}
