import HTTP
import Wire

extension TrophyAPI {
    /// Achievements, and what users have of them.
    static let achievementEndpoints = [
        Endpoint(
            .get,
            "/v1/achievements",
            "Lists the active achievements, with how many users have each.",
            by: .known,
            parameters: [
                .query(
                    "userAttributes",
                    .text,
                    "The attributes of a user, as in plan:pro,region:eu: only what is open to such "
                        + "a user is shown."
                )
            ],
            answers: [
                .ok(
                    .array(
                        of: AchievementWire.achievement.with(
                            AchievementWire.completions,
                            AchievementWire.rarity
                        )
                    )
                )
            ],
            isRevalidated: true,
            AchievementCalls.list
        ),
        Endpoint(
            .post,
            "/v1/achievements/{key}/complete",
            "Completes an achievement for a user.",
            by: .known,
            parameters: [.path("key", .text, "The key of the achievement.")],
            body: .json(.object(.field("user", UserWire.draftBody))),
            answers: [
                .json(
                    .created,
                    .object(
                        .field("completionId", .text),
                        .field("achievement", AchievementWire.reached),
                        .field("points", PointsWire.outcomes)
                    )
                ),
                .failure(.notFound),
            ],
            AchievementCalls.complete
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/achievements",
            "Lists the achievements of a user: those reached, and if asked those that can be.",
            by: .known,
            parameters: [
                .user,
                .query(
                    "includeIncomplete",
                    .words(["true", "false"]),
                    "Whether to show what is not reached yet."
                ),
            ],
            answers: [
                .ok(
                    .array(
                        of: AchievementWire.ofUser.with(
                            AchievementWire.completions,
                            AchievementWire.rarity
                        )
                    )
                ),
                .failure(.notFound),
            ],
            AchievementCalls.listOfUser
        ),
    ]

    /// Setting achievements up.
    static let adminAchievementEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/achievements",
            "Lists the achievements, oldest first.",
            by: .admin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: AdminAchievementWire.achievement))],
            isRevalidated: true,
            AdminAchievementCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/achievements",
            "Creates achievements.",
            by: .admin,
            body: Bulk.body(of: AdminAchievementWire.draftBody),
            answers: Bulk.created(AdminAchievementWire.achievement),
            AdminAchievementCalls.create
        ),
        Endpoint(
            .patch,
            "/admin/v1/achievements",
            "Changes achievements.",
            by: .admin,
            body: Bulk.body(of: AdminAchievementWire.changeBody),
            answers: Bulk.updated(AdminAchievementWire.achievement),
            AdminAchievementCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/achievements",
            "Ends achievements; who has one is no longer shown it.",
            by: .admin,
            parameters: [.ids],
            answers: Bulk.deleted,
            AdminAchievementCalls.delete
        ),
        Endpoint(
            .get,
            "/admin/v1/achievements/{id}",
            "Shows an achievement, and how the search for users who already have it goes.",
            by: .admin,
            parameters: [.id],
            answers: [
                .ok(
                    AdminAchievementWire.achievement.with(
                        .field("backdating", AdminAchievementWire.backdating.orNull)
                    )
                ),
                .failure(.notFound),
            ],
            isRevalidated: true,
            AdminAchievementCalls.show
        ),
        Endpoint(
            .post,
            "/admin/v1/achievements/preview",
            "Counts the users whom a definition would complete now.",
            by: .admin,
            body: .json(AdminAchievementWire.changeBody.partial),
            answers: [
                .ok(.object(.field("completions", .count), .field("users", .count)))
            ],
            AdminAchievementCalls.preview
        ),
    ]
}
