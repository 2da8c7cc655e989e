import CivilTime
import Crypto
import Curl
import JSONText
import Sodium
import TestBasics
import Testing

@testable import Push

/// What devices are sent, and what their services answer.
@Suite struct PushTests {
    private static let point =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    private static let secret = "BTBZMqHH6r4Tts7J_aSIgg"

    private static func subscription(
        _ endpoint: String = "https://push.example.com/abc",
        _ point: String = PushTests.point,
        _ secret: String = PushTests.secret
    ) -> String {
        #"{"endpoint":"\#(endpoint)","keys":{"p256dh":"\#(point)","auth":"\#(secret)"}}"#
    }

    private static func kind(_ text: String) -> String {
        switch DeviceToken(text) {
        case .web: "web"
        case .apple: "apple"
        case .firebase: "firebase"
        case nil: "none"
        }
    }

    private static let forms: [Row<String, String>] = [
        Row("a subscription", subscription(), "web"),
        Row("one without TLS", subscription("http://push.example.com/abc"), "none"),
        Row("one with a name in it", subscription("https://a@push.example.com/"), "none"),
        Row("one with another point", subscription(point: "BCVx"), "none"),
        Row("one with a short secret", subscription(secret: "BTBZ"), "none"),
        Row("other JSON", "{}", "none"),
        Row("Apple's", String(repeating: "0aF", count: 22), "apple"),
        Row("digits too few", "abcdef", "none"),
        Row("Firebase's", "dGVzdA:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ", "firebase"),
        Row("a word", "phone-of-ada", "none"),
        Row("Expo's", "ExponentPushToken[xxxxxxxxxxxxxxxxxxxxxx]", "none"),
    ]

    private static func subscription(point: String) -> String {
        subscription("https://push.example.com/", point)
    }

    private static func subscription(secret: String) -> String {
        subscription("https://push.example.com/", point, secret)
    }

    @Test(arguments: forms) func `devices are told apart by the form of their tokens`(
        row: Row<String, String>
    ) {
        #expect(Self.kind(row.input) == row.expected)
    }

    /// What `http-ece` makes of the keys and the text of RFC 8291, section 5.
    @Test func `a browser's message is sealed as others seal it`() throws {
        let number = try #require(
            Base64.url.bytes(of: "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
        )
        let sealed = WebSealing.seal(
            Array("When I grow up, I want to be a watermelon".utf8),
            for: try #require(WebSubscription(Self.subscription())),
            key: try #require(PrivateKey(number: number)),
            salt: try #require(Base64.url.bytes(of: "DGv6ra1nlYgDCS1FRnzlZw"))
        )
        #expect(
            Base64.url.text(of: sealed ?? [])
                == "DGv6ra1nlYgDCS1FRnzlZwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
                + "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A-lfVUNEuLF3PgjQuZ61ADFKg9AXftB"
                + "fdiKbYRBYj66Js8NSeX4xm3UBBhdR_oXlPd4vepzKRLUvflW"
        )
    }

    private static func message(_ title: String = "Hi", lifetime: Int64 = 60) -> PushMessage {
        PushMessage(
            title: title,
            text: "There",
            url: "https://app.example.com",
            kind: "streak_reminder",
            subject: "7",
            lifetime: lifetime,
            isUrgent: true
        )
    }

    @Test func `a message is of use until its time is over, and four weeks at most`() {
        #expect(Self.message(lifetime: -5).lifetime == 0)
        #expect(Self.message(lifetime: .max).lifetime == 28 * 86_400)
        #expect(Self.message(String(repeating: "é", count: 500)).title.count == 100)
        #expect(Self.message().collapseKey.utf8.count == 24)
    }

    @Test func `a token is used again until it is nearly over`() throws {
        let push = WebPush(key: WebPush.key(from: [1]), contact: "mailto:ops@example.com")
        let subscription = try #require(WebSubscription(Self.subscription()))
        func token(at seconds: Int64) throws -> String {
            let now = Instant(seconds: seconds)
            let request = push.request(Self.message(), to: subscription, at: now)
            return try #require(request?.headers.first { $0.name == "Authorization" }?.value)
        }
        let first = try token(at: 0)
        #expect(try token(at: 11 * 3_600) == first)
        #expect(try token(at: 12 * 3_600) != first)
        #expect(first.hasPrefix("vapid t=") && first.hasSuffix(",k=\(push.publicKey)"))
        #expect(push.publicKey == WebPush(key: WebPush.key(from: [1]), contact: "").publicKey)
    }

    private static let webAnswers: [Row<Int, PushResult>] = [
        Row("taken", 201, .taken), Row("gone", 410, .gone("410 x")),
        Row("unknown", 404, .gone("404 x")), Row("too long", 413, .refused("413 x")),
        Row("too many", 429, .failed("429 x")), Row("broken", 503, .failed("503 x")),
    ]

    @Test(arguments: webAnswers) func `browsers' services answer by status`(
        row: Row<Int, PushResult>
    ) {
        #expect(WebPush.result(row.input, Array("x".utf8)) == row.expected)
    }

    private static let appleAnswers: [Row<(Int, String), PushResult>] = [
        Row("taken", (200, ""), .taken),
        Row("gone", (410, "Unregistered"), .gone("410 Unregistered")),
        Row("no token", (400, "BadDeviceToken"), .gone("400 BadDeviceToken")),
        Row("no topic", (400, "BadTopic"), .refused("400 BadTopic")),
        Row("too old", (403, "ExpiredProviderToken"), .failed("403 ExpiredProviderToken")),
        Row("too many", (429, "TooManyRequests"), .failed("429 TooManyRequests")),
    ]

    @Test(arguments: appleAnswers) func `Apple answers by status and reason`(
        row: Row<(Int, String), PushResult>
    ) throws {
        let apple = ApplePush(
            key: WebPush.key(from: [2]),
            keyID: "K",
            team: "T",
            topic: "com.example.app",
            url: "https://apns.example.com"
        )
        let body = Array(#"{"reason":"\#(row.input.1)"}"#.utf8)
        #expect(apple.result(row.input.0, row.input.1.isEmpty ? [] : body) == row.expected)
    }
}
