import HTTP
import Wire

extension LaurelAPI {
    /// Taking histories in.
    static let importEndpoints = [
        Endpoint(
            .post,
            "/admin/v1/imports",
            "Takes users, events and marks in with their true dates; what is there already stays.",
            by: .admin,
            body: .json(
                .object(
                    .field("lines", .array(of: .any)),
                    .optional("createMetrics", .boolean),
                    .optional("dryRun", .boolean),
                    .optional("tellEach", .boolean)
                ),
                maximumBytes: LaurelLimits.importBytes
            ),
            answers: [
                .ok(
                    .object(
                        .field("users", .count),
                        .field("newUsers", .count),
                        .field("events", .count),
                        .field("repeatedEvents", .count),
                        .field("marks", .count),
                        .field("achievements", .count),
                        .field(
                            "rejectedLines",
                            .array(
                                of: .object(.field("index", .count), .field("reason", .text))
                            )
                        ),
                        .field(
                            "refusedUsers",
                            .array(
                                of: .object(.field("userId", .text), .field("reason", .text))
                            )
                        )
                    )
                )
            ],
            ImportCalls.run
        )
    ]
}
