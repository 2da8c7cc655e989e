import HTTP
import Storage
import Wire

extension LaurelAPI {
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
                    .text(upTo: WireLimits.maximumNameLength),
                    "A text that an id, a name or an address holds."
                ),
                .query(
                    "prefix",
                    .text(upTo: WireLimits.maximumNameLength),
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
            role: .support,
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
            role: .support,
            parameters: [.user],
            answers: [.ok(UserExport.document), .failure(.notFound)],
            AdminUserCalls.export
        ),
        Endpoint(
            .put,
            "/admin/v1/users/{id}/metrics/{key}",
            "Brings a user's total of a metric to a value.",
            by: .admin,
            role: .support,
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
            role: .support,
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
