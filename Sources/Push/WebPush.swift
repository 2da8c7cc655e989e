import CivilTime
public import Crypto
import Curl
import JSONText
import Sodium
import Synchronization

/// Sends to browsers: messages that their makers pass on and cannot read.
public final class WebPush: Sendable {
    private let key: PrivateKey
    private let contact: String
    private let tokens = Mutex<[String: (text: String, until: Int64)]>([:])

    /// What sends with a key of P-256; a contact is an address such as `mailto:ops@example.com`.
    public init(key: PrivateKey, contact: String) {
        precondition(key.kind == .p256, "browsers know no other kind")
        self.key = key
        self.contact = contact
    }

    /// What a page subscribes with.
    public var publicKey: String { Base64.url.text(of: key.point) }

    /// The key that follows from a secret, always the same one.
    public static func key(from secret: [UInt8]) -> PrivateKey {
        for attempt in UInt8.min...UInt8.max {
            let number = Sodium.authenticator(of: [attempt], key: secret)
            if let key = PrivateKey(number: number) { return key }
        }
        preconditionFailure("of 2^32 numbers, one is none")
    }

    /// The request of a message; nothing where it cannot be sealed.
    func request(
        _ message: PushMessage,
        to subscription: WebSubscription,
        at now: Instant
    ) -> OutgoingRequest? {
        let once = Self.key(from: Sodium.randomBytes(count: 32))
        let body = WebSealing.seal(
            message.webContent,
            for: subscription,
            key: once,
            salt: Sodium.randomBytes(count: 16)
        )
        guard let body else { return nil }
        let token = token(for: subscription.audience, at: now.seconds)
        return OutgoingRequest(
            "POST",
            subscription.endpoint,
            headers: [
                ("Authorization", "vapid t=\(token),k=\(publicKey)"),
                ("Content-Type", "application/octet-stream"),
                ("Content-Encoding", "aes128gcm"),
                ("TTL", String(message.lifetime)),
                ("Urgency", message.isUrgent ? "high" : "normal"),
                ("Topic", message.collapseKey),
            ],
            body: body
        )
    }

    /// What an answer says of a message.
    static func result(_ status: Int, _ body: [UInt8]) -> PushResult {
        let text = "\(status) \(String(decoding: body.prefix(200), as: UTF8.self))"
        switch status {
        case 200..<300: return .taken
        case 404, 410: return .gone(text)
        case 429, 500...: return .failed(text)
        default: return .refused(text)
        }
    }

    private func token(for audience: String, at now: Int64) -> String {
        tokens.withLock { tokens in
            if let known = tokens[audience], known.until > now + PushLimits.margin {
                return known.text
            }
            if tokens.count >= PushLimits.rememberedTokens { tokens = [:] }
            let until = now + PushLimits.webTokenLifetime
            let text = SignedToken.text(signedBy: key) { object in
                object.field("aud", audience)
                object.field("exp", until)
                object.field("sub", contact)
            }
            tokens[audience] = (text, until)
            return text
        }
    }
}
