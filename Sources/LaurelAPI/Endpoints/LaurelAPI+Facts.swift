import Delivery
import HTTP
import Wire

extension LaurelAPI {
    /// What has befallen users, and what soon will.
    static let factEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/streaks/at-risk",
            "Lists the streaks that end soon unless something happens, most urgent first.",
            by: .admin,
            parameters: [
                .query("definition", .text, "The key of the streak. Default: all."),
                FactCalls.minimumLength.parameter, FactCalls.limit.parameter, .cursor,
            ],
            answers: [
                .ok(
                    .object(
                        .field("streaks", .array(of: FactCalls.streakAtRisk)),
                        .field("nextCursor", .text.orNull)
                    )
                ),
                .failure(.notFound),
            ],
            FactCalls.listAtRisk
        ),
        Endpoint(
            .get,
            "/admin/v1/facts",
            "Lists facts, in the order in which they were told.",
            by: .admin,
            parameters: [
                .query("userId", UserWire.id, "The user whose facts to show. Default: all."),
                .query("type", .array(of: .text), "Which kinds to show. Default: all."),
                .query("after", .text, "The nextAfter of the page before."),
                FactCalls.limit.parameter,
            ],
            answers: [
                .ok(
                    .object(
                        .field("facts", .array(of: FactCalls.fact)),
                        .field("nextAfter", .text.orNull)
                    )
                ),
                .failure(.notFound),
            ],
            FactCalls.list
        ),
    ]

    /// What tells what happens as it happens.
    static let streamEndpoints = [
        Endpoint(
            .get,
            "/v1/stream",
            "Tells what happens, as it happens, in server-sent events.",
            by: .known,
            parameters: [
                .query(
                    "userId",
                    .array(UserWire.id, 0...LaurelLimits.maximumStreamUsers),
                    "The users whose events to tell. Default: all that the caller may see."
                ),
                .query(
                    "type",
                    .array(of: .words(FeedType.all.map(\.rawValue))),
                    "Which events to tell. Default: all."
                ),
                .query("lastEventId", .text, "After which event to go on."),
                .header("Last-Event-ID", .text, "After which event to go on."),
                .ticket,
            ],
            answers: [.other(.ok, "text/event-stream")],
            StreamCalls.open
        )
    ]

    /// What opens a stream for those who can send no header.
    static let ticketEndpoints: [Endpoint] = [
        Endpoint(
            .post,
            "/v1/stream/ticket",
            "Makes a ticket that opens a stream once, for clients that can send no header.",
            by: .known,
            answers: [
                .json(
                    .created,
                    .object(.field("ticket", .text), .field("expiresAt", .instant))
                )
            ],
            StreamCalls.makeTicket
        )
    ]
}
