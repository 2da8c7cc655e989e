import CivilTime
import Engine
import HTTP
import JSONText
import Wire

/// How something of a user went over time: how that is asked for, and answered.
struct SummaryQuery {
    let aggregation: MetricSummary.Aggregation
    let dates: ClosedRange<CivilDate>

    /// Reads `aggregation`, `startDate` and `endDate`.
    init(_ query: Query) throws {
        aggregation = try Self.aggregation(in: query)
        dates = try Self.dates(in: query, by: aggregation)
    }

    /// How it is asked for.
    static let parameters: [Parameter] = [
        .query(
            "aggregation",
            .words(["daily", "weekly", "monthly"]),
            isRequired: true,
            "How long each step is."
        ),
        .query("startDate", .date, isRequired: true, "The first day."),
        .query("endDate", .date, isRequired: true, "The last day, after the first."),
    ]

    /// What is answered.
    static let schema = JSONSchema.array(
        of: .object(.field("date", .date), .field("total", .number), .field("change", .number))
    )

    /// The answer.
    static func answer(_ points: [MetricSummary.Point]) -> Response {
        Response.json { writer in
            writer.array { array in
                for point in points {
                    array.object { object in
                        object.field("date", point.date.iso8601)
                        object.field("total", rawNumber: point.total.description)
                        object.field("change", rawNumber: point.change.description)
                    }
                }
            }
        }
    }

    private static func aggregation(in query: Query) throws -> MetricSummary.Aggregation {
        guard
            let aggregation = MetricSummary.Aggregation(
                rawValue: query.first("aggregation") ?? ""
            )
        else {
            throw InvalidInput(
                path: "aggregation",
                problem: "must be \"daily\", \"weekly\" or \"monthly\""
            )
        }
        return aggregation
    }

    private static func dates(
        in query: Query,
        by aggregation: MetricSummary.Aggregation
    ) throws -> ClosedRange<CivilDate> {
        let start = try date("startDate", in: query)
        let end = try date("endDate", in: query)
        guard start < end else {
            throw InvalidInput(path: "startDate", problem: "must be before endDate")
        }
        guard start.days(until: end) <= TrophyLimits.maximumSummaryDays else {
            throw InvalidInput(
                path: "endDate",
                problem: "must be at most \(TrophyLimits.maximumSummaryDays) days after startDate"
            )
        }
        guard EngineLimits.years.contains(aggregation.firstDate(of: start).year) else {
            throw InvalidInput(
                path: "startDate",
                problem: "must be later: its week begins before 0001-01-01"
            )
        }
        return start...end
    }

    private static func date(_ name: String, in query: Query) throws -> CivilDate {
        guard let text = query.first(name) else {
            throw InvalidInput(path: name, problem: "is required, as in \(name)=2026-01-31")
        }
        return try JSONCursor(.string(text), path: name).date()
    }
}
