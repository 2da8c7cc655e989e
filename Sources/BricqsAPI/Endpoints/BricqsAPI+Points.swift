import HTTP
import Wire

extension BricqsAPI {
    /// Points that a backend gives and takes, and what has become of them.
    static let pointsEndpoints = [
        Endpoint(
            .post,
            "/api/v1/gamify/points/award",
            "Gives a participant points.",
            by: .known,
            parameters: [IdempotencyKey.parameter],
            body: .json(PointsOrder.body),
            answers: [.ok(PointsWire.award), .failure(.notFound)],
            PointsCalls.award
        ),
        Endpoint(
            .post,
            "/api/v1/gamify/points/deduct",
            "Takes points from a participant who has as many.",
            by: .known,
            parameters: [IdempotencyKey.parameter],
            body: .json(PointsOrder.body),
            answers: [.ok(PointsWire.deduction), .failure(.notFound)],
            PointsCalls.deduct
        ),
        Endpoint(
            .post,
            "/api/v1/gamify/points/award-batch",
            "Gives several participants points, each by itself.",
            by: .known,
            parameters: [IdempotencyKey.parameter],
            body: .json(PointsOrder.batchBody),
            answers: [.ok(PointsWire.awardBatch)],
            PointsCalls.awardBatch
        ),
        Endpoint(
            .get,
            "/api/v1/gamify/participants/{participant_id}/points",
            "Shows what a participant has, has earned and has spent.",
            by: .known,
            parameters: [.participant, .currency],
            answers: [
                .ok(.object([.field("participant_id", .text)] + PointsWire.balance.fields)),
                .failure(.notFound),
            ],
            PointsCalls.show
        ),
        Endpoint(
            .get,
            "/api/v1/gamify/participants/{participant_id}/points/transactions",
            "Lists what has changed a participant's points, newest first.",
            by: .known,
            parameters: [.participant, .currency] + PageNumber.parameters,
            answers: [.ok(PointsWire.transactions), .failure(.notFound)],
            PointsCalls.listTransactions
        ),
    ]
}

extension Parameter {
    /// The points system.
    static let currency = Parameter.query(
        "currency",
        .text,
        "The key of the points system. Default: points, or else the oldest."
    )
}
