import HTTP
import Wire

extension BricqsAPI {
    /// Ticks, and what has become of them.
    static let streakEndpoints = [
        Endpoint(
            .post,
            "/api/v1/gamify/streaks/record",
            "Records a tick of a participant's streak.",
            by: .known,
            body: .json(StreakWire.tickBody),
            answers: [.ok(StreakWire.tick), .failure(.notFound)],
            StreakCalls.record
        ),
        Endpoint(
            .get,
            "/api/v1/gamify/participants/{participant_id}/streaks",
            "Lists the streaks in which a participant has recorded anything.",
            by: .known,
            parameters: [.participant],
            answers: [
                .ok(
                    .object(
                        .field("participant_id", .text),
                        .field("streaks", .array(of: StreakWire.streak))
                    )
                )
            ],
            StreakCalls.list
        ),
    ]

    /// Setting streaks up.
    static let definitionEndpoints = [
        Endpoint(
            .get,
            "/api/v1/gamify/streaks",
            "Lists the streak definitions in use, oldest first.",
            by: .admin,
            answers: [
                .ok(.object(.field("streaks", .array(of: StreakDefinitionWire.definition))))
            ],
            isRevalidated: true,
            StreakDefinitionCalls.list
        ),
        Endpoint(
            .post,
            "/api/v1/gamify/streaks",
            "Creates a streak definition.",
            by: .admin,
            body: .json(StreakDefinitionWire.draftBody),
            answers: [
                .json(.created, StreakDefinitionWire.definition), .failure(.conflict),
            ],
            StreakDefinitionCalls.create
        ),
        Endpoint(
            .get,
            "/api/v1/gamify/streaks/{streak_code}",
            "Shows a streak definition.",
            by: .admin,
            parameters: [.streakCode],
            answers: [.ok(StreakDefinitionWire.definition), .failure(.notFound)],
            isRevalidated: true,
            StreakDefinitionCalls.show
        ),
        Endpoint(
            .patch,
            "/api/v1/gamify/streaks/{streak_code}",
            "Changes a streak definition; fields that are not sent stay.",
            by: .admin,
            parameters: [.streakCode],
            body: .json(StreakDefinitionWire.changeBody),
            answers: [
                .ok(StreakDefinitionWire.definition), .failure(.notFound), .failure(.conflict),
            ],
            StreakDefinitionCalls.update
        ),
        Endpoint(
            .delete,
            "/api/v1/gamify/streaks/{streak_code}",
            "Ends a streak definition; what was recorded stays stored.",
            by: .admin,
            parameters: [.streakCode],
            answers: [.empty(.noContent), .failure(.notFound)],
            StreakDefinitionCalls.archive
        ),
    ]
}

extension Parameter {
    /// The participant that a path names.
    static let participant = Parameter.path(
        "participant_id",
        .name(upTo: BricqsLimits.maximumNameLength),
        "Your own id of the participant."
    )

    /// The streak that a path names.
    static let streakCode = Parameter.path("streak_code", .text, "The code of the definition.")
}
