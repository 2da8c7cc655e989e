import CivilTime
import Crypto
import Curl
import JSONText

/// Sends to devices by way of Google's Firebase.
public actor FirebasePush {
    /// Who sends: what the file of a service account says.
    public struct Account: Sendable {
        let email: String
        let project: String
        let tokenAddress: String
        let key: PrivateKey

        /// Nothing where the file is none of a service account.
        public init?(_ text: String) {
            guard let fields = try? JSONCursor(try JSON(parsing: Array(text.utf8))).fields(),
                let email = try? fields.string("client_email"),
                let project = try? fields.string("project_id"),
                let tokenAddress = try? fields.string("token_uri"),
                let pem = try? fields.string("private_key"), let key = PrivateKey(pem: pem),
                key.kind == .rsa
            else { return nil }
            self.email = email
            self.project = project
            self.tokenAddress = tokenAddress
            self.key = key
        }
    }

    /// Google's own server.
    public static let address = "https://fcm.googleapis.com"

    private let account: Account
    private let url: String
    private var known: (text: String, until: Int64)?
    /// Whoever needs a token while one is being fetched waits for that one.
    private var fetching: Task<Result<String, Failure>, Never>?

    struct Failure: Error {
        let reason: String
    }

    /// What sends on behalf of an account.
    public init(_ account: Account, url: String = FirebasePush.address) {
        self.account = account
        self.url = url
    }

    func request(
        _ message: PushMessage,
        to device: String,
        bearing token: String
    ) -> OutgoingRequest {
        OutgoingRequest(
            "POST",
            "\(url)/v1/projects/\(account.project)/messages:send",
            headers: [
                ("Authorization", "Bearer \(token)"), ("Content-Type", "application/json"),
            ],
            body: PushMessage.document { object in
                object.object("message") { object in
                    object.field("token", device)
                    object.object("notification") { object in
                        object.field("title", message.title)
                        object.field("body", message.text)
                    }
                    object.object("data") { object in
                        object.field("url", message.url)
                        object.field("kind", message.kind)
                    }
                    object.object("android") { object in
                        object.field("ttl", "\(message.lifetime)s")
                        object.field("collapse_key", message.collapseKey)
                        object.field("priority", message.isUrgent ? "HIGH" : "NORMAL")
                    }
                }
            }
        )
    }

    /// What an answer says of a message; a token that no longer holds is fetched anew.
    func result(_ status: Int, _ body: [UInt8]) -> PushResult {
        let text = "\(status) \(String(decoding: body.prefix(200), as: UTF8.self))"
        switch status {
        case 200..<300: return .taken
        case 404: return .gone(text)
        case 401:
            known = nil
            return .failed(text)
        case 429, 500...: return .failed(text)
        default: return .refused(text)
        }
    }

    /// A token that Google has given for one that is signed here.
    func token(at now: Instant, by client: HTTPClient) async -> Result<String, Failure> {
        if let known, known.until > now.seconds + PushLimits.margin { return .success(known.text) }
        if let fetching { return await fetching.value }
        let request = tokenRequest(at: now.seconds)
        let task = Task { Self.token(in: await client.send(request)) }
        fetching = task
        let result = await task.value
        fetching = nil
        if case .success(let text) = result {
            known = (text, now.seconds + PushLimits.firebaseTokenLifetime)
        }
        return result
    }

    private func tokenRequest(at now: Int64) -> OutgoingRequest {
        let token = SignedToken.text(signedBy: account.key) { object in
            object.field("iss", account.email)
            object.field("scope", "https://www.googleapis.com/auth/firebase.messaging")
            object.field("aud", account.tokenAddress)
            object.field("iat", now)
            object.field("exp", now + PushLimits.firebaseTokenLifetime)
        }
        let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
        return OutgoingRequest(
            "POST",
            account.tokenAddress,
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("grant_type=\(grant)&assertion=\(token)".utf8)
        )
    }

    private static func token(in result: OutgoingResult) -> Result<String, Failure> {
        let fields = try? JSONCursor(try JSON(parsing: result.body)).fields()
        guard result.isSuccess, let token = try? fields?.string("access_token") else {
            let status = result.status.map { "it answered \($0)" } ?? result.failure ?? ""
            return .failure(Failure(reason: "Google gave no token: \(status)"))
        }
        return .success(token)
    }
}
