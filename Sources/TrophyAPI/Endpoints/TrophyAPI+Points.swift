import HTTP
import Wire

extension TrophyAPI {
    /// Points systems, as applications see them.
    static let pointsEndpoints = [
        Endpoint(
            .get,
            "/v1/points/{key}",
            "Shows a points system with its active triggers.",
            by: .known,
            parameters: [.pointsKey],
            answers: [.ok(PointsWire.system), .failure(.notFound)],
            isRevalidated: true,
            PointsCalls.show
        ),
        Endpoint(
            .get,
            "/v1/points/{key}/levels",
            "Lists the levels of a points system, lowest first.",
            by: .known,
            parameters: [.pointsKey],
            answers: [.ok(.array(of: PointsWire.level)), .failure(.notFound)],
            isRevalidated: true,
            PointsCalls.levels
        ),
        Endpoint(
            .get,
            "/v1/points/{key}/boosts",
            "Lists the boosts of a points system that are for everybody, oldest first.",
            by: .known,
            parameters: [
                .pointsKey,
                .query(
                    "includeFinished",
                    .words(["true", "false"]),
                    "Whether to list those that are over too."
                ),
            ],
            answers: [.ok(.array(of: PointsWire.boost)), .failure(.notFound)],
            isRevalidated: true,
            PointsCalls.boosts
        ),
    ]
}

extension Parameter {
    /// The points system that a path names by its key.
    static let pointsKey = Parameter.path("key", .text, "The key of the points system.")
}
