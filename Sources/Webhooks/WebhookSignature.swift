import Sodium

/// Signatures by the rules of Standard Webhooks.
enum WebhookSignature {
    private static let prefix = "whsec_"

    /// The three header fields of a message, signed with each of some secrets.
    static func headers(
        id: String,
        seconds: Int64,
        body: [UInt8],
        secrets: [String]
    ) -> [(name: String, value: String)] {
        let signed = Array("\(id).\(seconds).".utf8) + body
        let signatures = secrets.compactMap { secret in
            key(of: secret).map { key in
                "v1," + Base64.standard.text(of: Sodium.authenticator(of: signed, key: key))
            }
        }
        return [
            ("webhook-id", id), ("webhook-timestamp", "\(seconds)"),
            ("webhook-signature", signatures.joined(separator: " ")),
        ]
    }

    private static func key(of secret: String) -> [UInt8]? {
        guard secret.hasPrefix(prefix) else { return nil }
        return Base64.standard.bytes(of: String(secret.dropFirst(prefix.count)))
    }
}
