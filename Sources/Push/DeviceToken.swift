import JSONText
import Sodium

/// How a device is reached; what kind it is, its token says by its form.
public enum DeviceToken: Hashable, Sendable {
    /// A browser's subscription, as `JSON.stringify(subscription)` writes it.
    case web(WebSubscription)
    /// A token of Apple's: hexadecimal digits.
    case apple(String)
    /// A registration of Firebase: letters and digits with a colon among them.
    case firebase(String)

    /// Nothing for a token of any other form.
    public init?(_ text: String) {
        if text.hasPrefix("{") {
            guard let subscription = WebSubscription(text) else { return nil }
            self = .web(subscription)
        } else if Self.isApple(text) {
            self = .apple(text)
        } else if Self.isFirebase(text) {
            self = .firebase(text)
        } else {
            return nil
        }
    }

    /// Who brings messages to the device: the server of a browser's maker, Apple, or Firebase.
    public var service: String {
        switch self {
        case .web(let subscription): subscription.audience
        case .apple: "apns"
        case .firebase: "fcm"
        }
    }

    private static func isApple(_ text: String) -> Bool {
        (64...200).contains(text.utf8.count) && text.utf8.count.isMultiple(of: 2)
            && text.allSatisfy(\.isHexDigit)
    }

    private static func isFirebase(_ text: String) -> Bool {
        (32...4_096).contains(text.utf8.count) && text.contains(":")
            && text.utf8.allSatisfy { byte in
                (0x30...0x3A).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
            }
    }
}

/// Where a browser is sent messages, and with what they are sealed.
public struct WebSubscription: Hashable, Sendable {
    /// The address, of whoever made the browser.
    public let endpoint: String
    /// The browser's public point.
    let point: [UInt8]
    /// The secret that it shares with whoever it gave the subscription to.
    let secret: [UInt8]

    /// Nothing where the text is no subscription.
    public init?(_ text: String) {
        guard let fields = try? JSONCursor(try JSON(parsing: Array(text.utf8))).fields(),
            let endpoint = try? fields.string("endpoint"),
            let keys = try? fields.optionalObject("keys"),
            let point = (try? keys.string("p256dh")).flatMap(Self.bytes),
            let secret = (try? keys.string("auth")).flatMap(Self.bytes)
        else { return nil }
        let isPlain = endpoint.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x5C }
        guard endpoint.hasPrefix("https://"), isPlain, !endpoint.contains("@"),
            endpoint.utf8.count <= PushLimits.endpoint, point.count == 65, point[0] == 4,
            secret.count == 16
        else { return nil }
        self.endpoint = endpoint
        self.point = point
        self.secret = secret
    }

    /// Whom a token that is sent along is for.
    var audience: String {
        let host = endpoint.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" }
        return "https://\(host)"
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        var text = text
        while text.hasSuffix("=") { text.removeLast() }
        return Base64.url.bytes(of: text)
    }
}
