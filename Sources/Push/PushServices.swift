public import CivilTime
public import Curl

/// Everything that messages are sent to devices with.
public struct PushServices: Sendable {
    /// For browsers, where that is set up.
    public let web: WebPush?
    private let apple: ApplePush?
    private let firebase: FirebasePush?
    private let client: HTTPClient

    /// What sends with what is set up.
    public init(
        web: WebPush?,
        apple: ApplePush?,
        firebase: FirebasePush?,
        client: HTTPClient
    ) {
        self.web = web
        self.apple = apple
        self.firebase = firebase
        self.client = client
    }

    /// Sends a message to a device, and says what came of it.
    public func send(
        _ message: PushMessage,
        to token: DeviceToken,
        at now: Instant
    ) async -> PushResult {
        switch token {
        case .web(let subscription):
            guard let web else { return Self.notSetUp }
            guard let request = web.request(message, to: subscription, at: now) else {
                return .refused("the subscription is none, or the message too long")
            }
            let result = await client.send(request)
            return Self.result(result) ?? WebPush.result(result.status ?? 0, result.body)
        case .apple(let device):
            guard let apple else { return Self.notSetUp }
            let result = await client.send(apple.request(message, to: device, at: now))
            return Self.result(result) ?? apple.result(result.status ?? 0, result.body)
        case .firebase(let device):
            guard let firebase else { return Self.notSetUp }
            let token: String
            switch await firebase.token(at: now, by: client) {
            case .success(let text): token = text
            case .failure(let failure): return .failed(failure.reason)
            }
            let request = await firebase.request(message, to: device, bearing: token)
            let result = await client.send(request)
            if let unheard = Self.result(result) { return unheard }
            return await firebase.result(result.status ?? 0, result.body)
        }
    }

    private static let notSetUp = PushResult.refused("nothing is set up for such devices")

    /// What no answer means; nothing where there is one.
    private static func result(_ result: OutgoingResult) -> PushResult? {
        guard result.status == nil else { return nil }
        let reason = result.failure ?? "no answer"
        return result.hasLeft ? .unclear(reason) : .failed(reason)
    }

    /// Gives up what is under way.
    public func stop() { client.stop() }
}
