import Sodium

/// What signs what a webhook is told, as people see it: `whsec_` and some bytes in Base64.
public enum WebhookSecret {
    private static let prefix = "whsec_"

    /// A new one.
    static func random() -> String {
        let bytes = Sodium.randomBytes(count: CatalogueLimits.webhookSecretBytes)
        return prefix + Base64.standard.text(of: bytes)
    }

    /// Whether a text is one, long enough and not too long.
    public static func isValid(_ text: String) -> Bool {
        guard text.hasPrefix(prefix) else { return false }
        let bytes = Base64.standard.bytes(of: String(text.dropFirst(prefix.count)))
        return bytes.map { CatalogueLimits.webhookSecretRange.contains($0.count) } ?? false
    }
}
