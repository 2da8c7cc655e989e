import Catalogue
import Engine
import Storage
import Tokens
import Wire

extension TenantCalls {
    /// A tenant.
    static let tenant = JSONSchema.named(
        "Tenant",
        .object(
            .field("id", .uuid),
            .field("customerId", .text),
            .field("name", .text),
            .field("status", .word(of: Workspace.Status.self)),
            .field("created", .instant),
            .field("updated", .instant)
        )
    )

    /// What creates a tenant.
    static let draftBody = JSONSchema.object(
        .field("customerId", .name(upTo: WireLimits.maximumNameLength)),
        .field("name", .name(upTo: WireLimits.maximumNameLength))
    )

    /// What changes a tenant.
    static let changeBody = JSONSchema.object(
        .field("id", .uuid),
        .optional("customerId", .name(upTo: WireLimits.maximumNameLength).orNull),
        .optional("name", .name(upTo: WireLimits.maximumNameLength).orNull),
        .optional("status", .word(of: Workspace.Status.self).orNull)
    )
}

extension ApplicationKeyCalls {
    /// A key, shown this once.
    static let key = JSONSchema.named(
        "ApplicationKey",
        .object(
            .field("id", .uuid),
            .field("userId", .text),
            .field("key", .text),
            .field("prefix", .text)
        )
    )
}

extension TokenVerificationCalls {
    /// What tokens must be like.
    static let verification = JSONSchema.named(
        "TokenVerification",
        .object(
            .field("algorithm", .word(of: TokenAlgorithm.self).orNull),
            .field("tenantId", .text),
            .field("tenantClaim", .text),
            .field("userClaim", .text),
            .field("keys", .array(of: .text)),
            .field("requireExpiry", .boolean),
            .field("maximumLifetime", .integer(LaurelLimits.tokenSeconds).orNull)
        )
    )

    /// What changes for how long tokens may hold.
    static let lifetimeBody = JSONSchema.object(
        .optional("requireExpiry", .boolean),
        .optional("maximumLifetime", .integer(LaurelLimits.tokenSeconds).orNull)
    )

    /// A key that verifies tokens: a secret, or a public key.
    static let keyBody = lifetimeBody.with(
        .field("algorithm", .word(of: TokenAlgorithm.self)),
        .optional("secret", .text.orNull),
        .optional("publicKey", .text.orNull),
        .optional("keyId", .name(upTo: WireLimits.maximumNameLength).orNull),
        .optional("tenantClaim", .name(upTo: WireLimits.maximumNameLength).orNull),
        .optional("userClaim", .name(upTo: WireLimits.maximumNameLength).orNull)
    )
}

extension SettingsCalls {
    /// An environment.
    static let environment = JSONSchema.object(
        .field("name", .text),
        .field("key", .words(["production", "sandbox"])),
        .field("priority", .count)
    )
}

extension ClockCalls {
    /// A clock.
    static let clock = JSONSchema.object(
        .field("now", .instant),
        .field("mode", .words(["system", "manual"]))
    )
}

extension BadgeCalls {
    /// An image of a badge.
    static let image = JSONSchema.named(
        "BadgeImage",
        .object(
            .field("hash", .text),
            .field("url", .text),
            .field("type", .text),
            .field("bytes", .count),
            .optional("width", .count),
            .optional("height", .count)
        )
    )
}
