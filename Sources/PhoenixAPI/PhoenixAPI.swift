import Access
public import Wire

/// Phoenix's wire: an application that sends events to Phoenix and shows its streaks changes its
/// host and what signs its tokens, and nothing else.
public enum PhoenixAPI {
    /// What an application calls, and who sets streaks up.
    public static let endpoints: [Endpoint] = streakEndpoints + eventEndpoints + [documentEndpoint]

    /// The interfaces; below their prefixes every error is told in Phoenix's way.
    public static let interfaces: [Interface] = [
        interface("/v1/streaks", streakEndpoints + [documentEndpoint]),
        interface("/v1/events", eventEndpoints),
    ]

    private static let documentEndpoint: Endpoint = OpenAPIDocument(
        title: "Phoenix' API, served by Laurel",
        description: "What an application calls, and what sets streaks up.",
        webhooks: webhookKinds.map { kind in
            WebhookDescription(
                kind,
                .object(
                    .field("event_type", .words([kind])),
                    .field("event_id", .text),
                    .field("tenant_id", .text),
                    .field("user_id", .text),
                    .field("definition_id", .text),
                    .field("occurred_at", .instant)
                )
            )
        }
    ) { interfaces }.endpoint(at: "/v1/streaks/openapi")

    private static func interface(_ prefix: String, _ endpoints: [Endpoint]) -> Interface {
        Interface(
            prefix: prefix,
            credentials: CredentialWording(
                name: "token",
                carrier: "as Authorization: Bearer <token>"
            ),
            errors: ErrorWording.coded.saying(PhoenixWords.words),
            rates: .workspaceSettings,
            endpoints
        )
    }
}
