import Access
import Engine
import HTTP
import JSONText
public import Wire

/// Bricqs' wire: a backend that calls Bricqs changes its host and its key, and nothing else.
public enum BricqsAPI {
    /// Everything that a backend calls, and, with an admin key, who sets streaks up.
    public static let endpoints: [Endpoint] =
        streakEndpoints + participantEndpoints + badgeEndpoints + eventEndpoints
        + pointsEndpoints + leaderboardEndpoints + definitionEndpoints + adminEndpoints
        + previewEndpoints
        + [document.endpoint(at: "/api/v1/openapi")]

    /// The interface; below its prefix every error is told in Bricqs' way.
    public static let interfaces: [Interface] = [
        Interface(
            prefix: "/api/v1",
            credentials: CredentialWording(
                name: "API key",
                carrier: "as Authorization: Bearer <key>"
            ),
            errors: errors,
            rates: .separateKeys,
            endpoints
        )
    ]

    /// What the calls are, for programs.
    static let document = OpenAPIDocument(
        title: "Bricqs' API, served by Laurel",
        description: "What a backend calls, and, with an admin key, what sets streaks up.",
        webhooks: webhookKinds.map { kind in
            WebhookDescription(
                kind,
                .object(
                    .field("id", .text),
                    .field("type", .words([kind])),
                    .field("occurred_at", .instant),
                    .field("tenant_id", .text),
                    .field("data", .map(.any))
                )
            )
        }
    ) { interfaces }

    /// `{"detail":"<message>"}`, and 400 for whatever breaks a rule.
    private static let errors = ErrorWording(
        invalid: .badRequest,
        missing: [
            .unknownUser, .unknownEvent, .unknownMetric, .unknownStreak, .unknownAchievement,
        ],
        words: BricqsWords.words,
        schema: .object(.field("detail", .text))
    ) { error in
        Response.json(error.status, headers: error.headers) { writer in
            writer.object { $0.field("detail", error.message) }
        }
    }
}
