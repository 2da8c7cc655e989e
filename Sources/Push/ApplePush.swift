import CivilTime
public import Crypto
import Curl
import JSONText
import Synchronization

/// Sends to devices of Apple's, over HTTP/2.
public final class ApplePush: Sendable {
    private let key: PrivateKey
    private let keyID: String
    private let team: String
    private let topic: String
    private let url: String
    private let token = Mutex<(text: String, madeAt: Int64)?>(nil)

    /// Apple's own server.
    public static let address = "https://api.push.apple.com"
    /// Apple's server for applications that are being written.
    public static let sandboxAddress = "https://api.sandbox.push.apple.com"

    /// What sends with a key of a team to an application.
    public init(key: PrivateKey, keyID: String, team: String, topic: String, url: String) {
        precondition(key.kind == .p256, "Apple gives no other kind")
        self.key = key
        self.keyID = keyID
        self.team = team
        self.topic = topic
        self.url = url
    }

    func request(_ message: PushMessage, to device: String, at now: Instant) -> OutgoingRequest {
        OutgoingRequest(
            "POST",
            "\(url)/3/device/\(device)",
            headers: [
                ("Authorization", "bearer \(token(at: now.seconds))"),
                ("Content-Type", "application/json"),
                ("apns-topic", topic),
                ("apns-push-type", "alert"),
                ("apns-priority", message.isUrgent ? "10" : "5"),
                ("apns-expiration", String(now.seconds + message.lifetime)),
                ("apns-collapse-id", message.collapseKey),
            ],
            body: PushMessage.document { object in
                object.object("aps") { object in
                    object.object("alert") { object in
                        object.field("title", message.title)
                        object.field("body", message.text)
                    }
                    object.field("sound", "default")
                    object.field("thread-id", message.kind)
                }
                object.field("url", message.url)
                object.field("kind", message.kind)
            }
        )
    }

    /// What an answer says of a message; a token that is too old is made anew.
    func result(_ status: Int, _ body: [UInt8]) -> PushResult {
        if status == 200 { return .taken }
        let fields = try? JSONCursor(try JSON(parsing: body)).fields()
        let reason = (try? fields?.optionalString("reason") ?? nil) ?? ""
        let text = "\(status) \(reason)"
        switch (status, reason) {
        case (410, _), (400, "BadDeviceToken"), (400, "DeviceTokenNotForTopic"): return .gone(text)
        case (403, "ExpiredProviderToken"):
            token.withLock { $0 = nil }
            return .failed(text)
        case (429, _), (500..., _): return .failed(text)
        default: return .refused(text)
        }
    }

    private func token(at now: Int64) -> String {
        token.withLock { token in
            if let token, (0..<PushLimits.appleTokenUse).contains(now - token.madeAt) {
                return token.text
            }
            let text = SignedToken.text(signedBy: key, named: keyID) { object in
                object.field("iss", team)
                object.field("iat", now)
            }
            token = (text, now)
            return text
        }
    }
}
