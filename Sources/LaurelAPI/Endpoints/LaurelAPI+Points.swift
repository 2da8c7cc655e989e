import HTTP
import Storage
import Wire

extension LaurelAPI {
    /// What becomes of points by hand, and the ledger.
    static let pointsEndpoints = [
        Endpoint(
            .post,
            "/admin/v1/points/{systemId}/awards",
            "Gives a user points, or takes some.",
            by: .admin,
            role: .support,
            parameters: [
                .pointsSystem,
                .header(
                    "Idempotency-Key",
                    .name(upTo: LaurelLimits.maximumIdempotencyKeyLength),
                    "What marks a repetition as one."
                ),
            ],
            body: .json(PointsLedgerWire.changeBody),
            answers: [
                .json(.created, PointsLedgerWire.changed), .ok(PointsLedgerWire.changed),
                .failure(.notFound),
            ],
            PointsLedgerCalls.change
        ),
        Endpoint(
            .get,
            "/admin/v1/points/{systemId}/ledger",
            "Lists the rows of a points ledger, newest first.",
            by: .admin,
            parameters: [
                .pointsSystem, PageQuery.limit.parameter, .cursor,
                .query("userId", .text, "The user whose rows to list. Default: everybody's."),
            ],
            answers: [
                .ok(
                    .object(
                        .field("rows", .array(of: PointsLedgerWire.row)),
                        .field("nextCursor", .text.orNull)
                    )
                ),
                .failure(.notFound),
            ],
            PointsLedgerCalls.list
        ),
    ]
}
