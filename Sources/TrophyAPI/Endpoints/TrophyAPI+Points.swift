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
        Endpoint(
            .get,
            "/v1/points/{key}/summary",
            "Counts users by their points, in eleven ranges.",
            by: .known,
            parameters: [
                .pointsKey,
                .query(
                    "userAttributes",
                    .text,
                    "What attributes users have, as in plan:pro,region:eu; only those are counted."
                ),
            ],
            answers: [.ok(PointsWire.ranges), .failure(.notFound)],
            PointsCalls.summarize
        ),
        Endpoint(
            .get,
            "/v1/points/{key}/level-summary",
            "Counts the users on each level.",
            by: .known,
            parameters: [.pointsKey],
            answers: [.ok(PointsWire.levelCounts), .failure(.notFound)],
            PointsCalls.summarizeLevels
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/points/{key}",
            "Shows a user's points, level and newest awards.",
            by: .known,
            parameters: [.user, .pointsKey, UserPointsCalls.awards.parameter],
            answers: [.ok(PointsWire.ofUser), .failure(.notFound)],
            UserPointsCalls.show
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/points/{key}/boosts",
            "Lists the boosts that hold for a user today.",
            by: .known,
            parameters: [.user, .pointsKey],
            answers: [.ok(.array(of: PointsWire.boost)), .failure(.notFound)],
            UserPointsCalls.boosts
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/points/{key}/event-summary",
            "Shows how a user's points went over time.",
            by: .known,
            parameters: [.user, .pointsKey] + SummaryQuery.parameters,
            answers: [.ok(SummaryQuery.schema), .failure(.notFound)],
            UserPointsCalls.summarize
        ),
    ]
}

extension Parameter {
    /// The points system that a path names by its key.
    static let pointsKey = Parameter.path("key", .text, "The key of the points system.")
}
