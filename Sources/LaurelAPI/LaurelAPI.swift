import Access
import Engine
public import Wire

/// The calls that are no vendor's: what sets a server up and looks after it, whatever wire its
/// applications speak.
public enum LaurelAPI {
    /// What an application asks on behalf of its users.
    public static let endpoints: [Endpoint] =
        explanationEndpoints + groupEndpoints
        + ticketEndpoints

    /// What sets an application up, and looks after its users.
    public static let adminEndpoints: [Endpoint] =
        badgeEndpoints + tenantEndpoints + settingsEndpoints + auditEndpoints + definitionEndpoints
        + previewEndpoints + amnestyEndpoints + adminGroupEndpoints + markEndpoints + factEndpoints
        + tokenEndpoints
        + adminUserEndpoints
        + userCareEndpoints
        + clockEndpoints + pointsEndpoints + webhookEndpoints + deliveryEndpoints + sessionEndpoints
        + adminEndpointsOfOwners + keyEndpoints
        + logEndpoints + importEndpoints + analyticsEndpoints + reminderEndpoints
        + messageEndpoints + experimentEndpoints

    /// The interfaces, the live stream, and what anybody may see.
    ///
    /// The stream is asked for by clients of every dialect; its errors are told in the words that are
    /// given.
    public static func interfaces(streamErrors: ErrorWording = .plain) -> [Interface] {
        [
            interface("/v1", errors, endpoints),
            interface("/v1/stream", streamErrors.saying(LaurelWords.words), streamEndpoints),
            interface("/admin/v1", errors, adminEndpoints),
            interface("/badges", errors, openEndpoints),
            interface("/mail", errors, mailEndpoints),
            interface("/push", errors, pushEndpoints),
            interface("/openapi", errors, [document(streamErrors).endpoint(at: "/openapi")]),
        ]
    }

    /// What our own calls are, for programs.
    private static func document(_ streamErrors: ErrorWording) -> OpenAPIDocument {
        OpenAPIDocument(
            title: "Laurel's own API",
            description: "The calls that are no vendor's: they set a server up and look after it, "
                + "whatever wire its applications speak.",
            webhooks: Fact.Kind.all.map { WebhookDescription($0.rawValue, webhookBody($0)) }
        ) { interfaces(streamErrors: streamErrors) }
    }

    /// What a webhook is told in our own words; docs/api/events.md has what `data` holds.
    private static func webhookBody(_ kind: Fact.Kind) -> JSONSchema {
        .object(
            .field("id", .uuid),
            .field("type", .words([kind.rawValue])),
            .field("timestamp", .instant),
            .field("told", .instant),
            .field("workspaceId", .uuid),
            .optional("tenantId", .text),
            .field("userId", .text.orNull),
            .field("data", .map(.any)),
            .field("sequence", .integer)
        )
    }

    private static let errors = ErrorWording.plain.saying(LaurelWords.words)

    private static func interface(
        _ prefix: String,
        _ errors: ErrorWording,
        _ endpoints: [Endpoint]
    ) -> Interface {
        Interface(
            prefix: prefix,
            credentials: .keyOrToken,
            errors: errors,
            warns: true,
            endpoints
        )
    }
}
