import HTTP
import JSONText
import Wire

extension PhoenixAPI {
    /// What shows streaks, and who sets them up.
    static let streakEndpoints = readingEndpoints + definitionEndpoints + previewEndpoints

    private static let readingEndpoints = [
        Endpoint(
            .get,
            "/v1/streaks/definitions",
            "Lists the definitions that are active.",
            by: .known,
            answers: [
                .ok(.object(.field("definitions", .array(of: StreakDefinitionWire.definition))))
            ],
            isRevalidated: true,
            StreakCalls.listDefinitions
        ),
        Endpoint(
            .get,
            "/v1/streaks/user/{user_id}",
            "Lists every streak for which anything of a user has counted.",
            by: .known,
            parameters: [.user],
            answers: [
                .ok(
                    .object(
                        .field("streaks", .array(of: StreakWire.streak)),
                        .field("total", .count)
                    )
                )
            ],
            StreakCalls.list
        ),
        Endpoint(
            .get,
            "/v1/streaks/user/{user_id}/{definition_id}",
            "Shows one streak of a user.",
            by: .known,
            parameters: [.user, .path("definition_id", .uuid, "The definition of the streak.")],
            answers: [.ok(StreakWire.streak), .failure(.notFound)],
            StreakCalls.show
        ),
    ]

    private static let definitionEndpoints = [
        Endpoint(
            .post,
            "/v1/streaks",
            "Creates a definition; types of events never seen come to be.",
            by: .operators,
            body: .json(StreakDefinitionWire.draftBody),
            answers: [.json(.created, StreakDefinitionWire.definition)],
            StreakDefinitionCalls.create
        ),
        Endpoint(
            .get,
            "/v1/streaks/{id}",
            "Shows a definition, archived ones too.",
            by: .operators,
            parameters: [.definition],
            answers: [.ok(StreakDefinitionWire.definition), .failure(.notFound)],
            isRevalidated: true,
            StreakDefinitionCalls.show
        ),
        changing(
            .put,
            "/v1/streaks/{id}",
            "Makes of a definition what is sent, and nothing else of it.",
            body: StreakDefinitionWire.draftBody.with(StreakDefinitionWire.scope),
            StreakDefinitionCalls.replace
        ),
        changing(
            .patch,
            "/v1/streaks/{id}",
            "Changes a definition; fields that are not sent stay.",
            body: StreakDefinitionWire.changeBody.with(StreakDefinitionWire.scope),
            StreakDefinitionCalls.update
        ),
        changing(
            .delete,
            "/v1/streaks/{id}",
            "Archives a definition; what was recorded stays.",
            StreakDefinitionCalls.archive
        ),
        changing(
            .post,
            "/v1/streaks/{id}/pause",
            "Freezes a definition in time: nothing advances, nothing breaks.",
            StreakDefinitionCalls.pause
        ),
        changing(
            .post,
            "/v1/streaks/{id}/resume",
            "Lets a paused definition go on.",
            StreakDefinitionCalls.resume
        ),
    ]

    /// A call that changes a definition in use, and shows it afterwards.
    private static func changing(
        _ method: HTTP.Method,
        _ pattern: String,
        _ summary: String,
        body: JSONSchema? = nil,
        _ call: @escaping Endpoint.Call
    ) -> Endpoint {
        Endpoint(
            method,
            pattern,
            summary,
            by: .operators,
            parameters: [.definition],
            body: body.map { .json($0) },
            answers: [.ok(StreakDefinitionWire.definition), .failure(.notFound)],
            call
        )
    }
}

extension Parameter {
    /// The user that a path names.
    fileprivate static let user = Parameter.path(
        "user_id",
        .name(upTo: PhoenixLimits.maximumNameLength),
        "Your own id of the user."
    )

    /// The definition that a path names.
    fileprivate static let definition = Parameter.path("id", .uuid, "The definition.")
}
