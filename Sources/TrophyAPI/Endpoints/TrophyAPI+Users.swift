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
            parameters: [
                .user, .metricKey,
                .query(
                    "aggregation",
                    .words(["daily", "weekly", "monthly"]),
                    isRequired: true,
                    "How long each step is."
                ),
                .query("startDate", .date, isRequired: true, "The first day."),
                .query("endDate", .date, isRequired: true, "The last day, after the first."),
            ],
            answers: [
                .ok(
                    .array(
                        of: .object(
                            .field("date", .date),
                            .field("total", .number),
                            .field("change", .number)
                        )
                    )
                ),
                .failure(.notFound),
            ],
            UserMetricCalls.summarize
        ),
    ]

    /// Users and events as whoever runs an application looks after them.
    static let adminUserEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/users",
            "Lists users, newest first; those found by a prefix in its order.",
            by: .admin,
            parameters: [
                PageQuery.limit.parameter, .cursor,
                .query(
                    "search",
                    .text(upTo: TrophyLimits.maximumNameLength),
                    "A text that an id, a name or an address holds."
                ),
                .query(
                    "prefix",
                    .text(upTo: TrophyLimits.maximumNameLength),
                    "A text that an id, a name or an address begins with."
                ),
            ],
            answers: [
                .ok(
                    .object(
                        .field("users", .array(of: UserWire.user)),
                        .field("nextCursor", .text.orNull)
                    )
                )
            ],
            AdminUserCalls.list
        ),
        Endpoint(
            .delete,
            "/admin/v1/users/{id}",
            "Erases a user.",
            by: .admin,
            parameters: [.user],
            answers: [.ok(.object(.field("id", .text))), .failure(.notFound)],
            AdminUserCalls.erase
        ),
        Endpoint(
            .get,
            "/admin/v1/users/{id}/events",
            "Lists the events of a user, latest first.",
            by: .admin,
            parameters: [.user, PageQuery.limit.parameter, .cursor],
            answers: [
                .ok(
                    .object(
                        .field("events", .array(of: StoredEventWire.event)),
                        .field("nextCursor", .text.orNull)
                    )
                ),
                .failure(.notFound),
            ],
            AdminUserCalls.listEvents
        ),
        Endpoint(
            .get,
            "/admin/v1/users/{id}/export",
            "Shows everything that is kept of a user.",
            by: .admin,
            parameters: [.user],
            answers: [.ok(UserExport.document), .failure(.notFound)],
            AdminUserCalls.export
        ),
        Endpoint(
            .put,
            "/admin/v1/users/{id}/metrics/{key}",
            "Brings a user's total of a metric to a value.",
            by: .admin,
            parameters: [.user, .metricKey],
            body: .json(.object(.field("total", .number))),
            answers: [.ok(.object(.field("total", .number), .field("eventId", .uuid.orNull)))],
            AdminUserCalls.setTotal
        ),
        Endpoint(
            .delete,
            "/admin/v1/events/{id}",
            "Deletes an event.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(.object(.field("id", .uuid))), .failure(.notFound)],
            AdminUserCalls.deleteEvent
        ),
    ]
}

extension Parameter {
    /// Where a list goes on.
    static let cursor = Parameter.query("cursor", .text, "The nextCursor of the page before.")

    fileprivate static let metricKey = Parameter.path("key", .text, "The key of the metric.")
}
