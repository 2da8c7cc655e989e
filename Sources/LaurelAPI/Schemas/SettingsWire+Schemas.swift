import Analytics
import Catalogue
import Wire

extension SettingsWire {
    /// The settings of a workspace.
    static let settings = JSONSchema.named(
        "Settings",
        .object(
            .field(
                "branding",
                .object(
                    .field("appName", .text),
                    .field("appUrl", .text),
                    .field("brandColor", .text),
                    .field("font", .text),
                    .field("logo", image.orNull),
                    .field("appIcon", image.orNull)
                )
            ),
            .field(
                "experimentation",
                .object(
                    .field("controlRatio", .number),
                    .field("userActivationWindow", .count)
                )
            ),
            .field("aggregationPeriod", period),
            .optional("requestsPerMinute", .integer(LaurelLimits.requestsPerMinute)),
            .optional("allowedOrigins", .array(of: .text)),
            .optional("strictRequests", .boolean),
            .optional("defaultTimeZone", .text),
            .optional("analytics", .object(.field("attributes", .array(of: .text))))
        )
    )

    /// What changes the settings, field by field.
    static let changeBody = JSONSchema.object(
        .optional(
            "branding",
            .object(
                .optional("appName", .text.orNull),
                .optional("appUrl", .text.orNull),
                .optional("brandColor", .text.orNull),
                .optional("font", .text.orNull),
                .optional("logo", image.orNull),
                .optional("appIcon", image.orNull)
            )
        ),
        .optional(
            "experimentation",
            .object(
                .optional("controlRatio", .integer(0...100).orNull),
                .optional("userActivationWindow", .integer(3...30).orNull)
            )
        ),
        .optional("aggregationPeriod", period),
        .optional("requestsPerMinute", .integer(LaurelLimits.requestsPerMinute).orNull),
        .optional(
            "allowedOrigins",
            .array(.text, 0...LaurelLimits.maximumOrigins).orNull
        ),
        .optional("strictRequests", .boolean.orNull),
        .optional("defaultTimeZone", .text.orNull),
        .optional(
            "analytics",
            .object(.field("attributes", .array(.text, 0...AnalyticsLimits.maximumAttributes)))
        )
    )

    private static let image = JSONSchema.object(.field("url", .text))
    private static let period = JSONSchema.word(of: WorkspaceSettings.AggregationPeriod.self)
}
