import Engine
import HTTP
import Wire

extension TrophyAPI {
    /// Users, and what they have of metrics.
    static let userEndpoints = [
        Endpoint(
            .post,
            "/v1/users",
            "Creates a user, or changes one that exists.",
            by: .known,
            body: .json(UserWire.draftBody),
            answers: [.json(.created, UserWire.user), .ok(UserWire.user)],
            UserCalls.create
        ),
        Endpoint(
            .get,
            "/v1/users/{id}",
            "Shows a user.",
            by: .known,
            parameters: [.user],
            answers: [.ok(UserWire.user), .failure(.notFound)],
            UserCalls.show
        ),
        Endpoint(
            .put,
            "/v1/users/{id}",
            "Changes a user, who comes to be if need be.",
            by: .known,
            parameters: [.user],
            body: .json(UserWire.changeBody),
            answers: [.ok(UserWire.user)],
            UserCalls.identify
        ),
        Endpoint(
            .patch,
            "/v1/users/{id}",
            "Changes a user who exists.",
            by: .known,
            parameters: [.user],
            body: .json(UserWire.changeBody),
            answers: [.ok(UserWire.user), .failure(.notFound)],
            UserCalls.update
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/metrics",
            "Lists the active metrics with the user's totals.",
            by: .known,
            parameters: [.user],
            answers: [.ok(.array(of: UserMetricCalls.metric)), .failure(.notFound)],
            UserMetricCalls.list
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/metrics/{key}",
            "Shows a metric with the user's total.",
            by: .known,
            parameters: [.user, .metricKey],
            answers: [.ok(UserMetricCalls.metric), .failure(.notFound)],
            UserMetricCalls.show
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/metrics/{key}/event-summary",
            "Shows how a metric of a user went over time.",
            by: .known,
            parameters: [.user, .metricKey] + SummaryQuery.parameters,
            answers: [.ok(SummaryQuery.schema), .failure(.notFound)],
            UserMetricCalls.summarize
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/wrapped",
            "Shows what a user did in a year.",
            by: .known,
            parameters: [
                .user,
                .query("year", .integer(1...9_999), "The year. Default: the current one."),
            ],
            answers: [.ok(WrappedWire.year), .failure(.notFound)],
            WrappedCalls.show
        ),
    ]
}

extension Parameter {
    fileprivate static let metricKey = Parameter.path("key", .text, "The key of the metric.")
}
