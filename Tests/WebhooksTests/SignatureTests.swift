import TestBasics
import Testing

@testable import Webhooks

/// Signatures by the rules of Standard Webhooks.
@Suite struct SignatureTests {
    @Test func `the example of the specification is signed as it says`() {
        let headers = WebhookSignature.headers(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            seconds: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8),
            secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
        )
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(
            headers.map(\.value) == [
                "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ]
        )
    }

    @Test func `two secrets give two signatures, and what is no secret gives none`() {
        let headers = WebhookSignature.headers(
            id: "a",
            seconds: 1,
            body: [],
            secrets: ["whsec_AAAA", "whsec_BBBB", "nonsense", "whsec_?"]
        )
        #expect(headers.last?.value.split(separator: " ").count == 2)
    }
}
