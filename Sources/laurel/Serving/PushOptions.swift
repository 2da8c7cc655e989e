import Crypto
import Curl
import HTTP
import JSONText
import OperatingSystem
import Push
import Reminders
import Service

/// With what devices are sent messages: a file says it, which names others with keys.
struct PushOptions {
    static let options: [Option] = [
        .value("--push", "FILE", "How devices are reached, as JSON (they are not)"),
        .value(
            "--push-ca",
            "FILE",
            "Authorities that push services are trusted by (the system's)"
        ),
    ]

    private let contact: String?
    private let apple: ApplePush?
    private let firebase: FirebasePush?
    private let addresses: OutgoingAddresses
    private let certificates: String?
    private let isThere: Bool

    init(_ arguments: Arguments) throws {
        certificates = arguments["--push-ca"]
        if let certificates, !DurableFile.exists(certificates) {
            throw UsageError("--push-ca \(certificates): there is no such file")
        }
        // Browsers' makers are strangers, as the servers of webhooks are.
        addresses = OutgoingAddresses(
            alsoAllowing: try WebhookOptions.ranges(arguments["--webhook-allow"] ?? "")
        )
        guard let file = arguments["--push"] else {
            (contact, apple, firebase, isThere) = (nil, nil, nil, false)
            return
        }
        isThere = true
        do {
            let fields = try JSONCursor(try JSON(parsing: try TextFile.read(file))).fields()
            try fields.allowOnly(["web", "apns", "fcm"])
            contact = try fields.optionalObject("web").map(Self.contact)
            apple = try fields.optionalObject("apns").map(Self.apple)
            firebase = try fields.optionalObject("fcm").map(Self.firebase)
        } catch {
            throw UsageError("--push \(file): \(error)")
        }
    }

    /// What sends; nothing where it is not wanted.
    func services(of service: LaurelService) -> PushServices? {
        guard isThere else { return nil }
        let web = contact.map { contact in
            WebPush(key: WebPush.key(from: service.reminders.webPushSecret), contact: contact)
        }
        var limits = CurlLimits()
        limits.patience = PushLimits.patience
        limits.connectPatience = PushLimits.patience
        let client = HTTPClient(to: addresses, certificates: certificates, limits: limits)
        return PushServices(web: web, apple: apple, firebase: firebase, client: client)
    }

    private static func contact(_ fields: JSONFields) throws -> String {
        try fields.allowOnly(["contact"])
        let contact = try fields.string("contact")
        guard contact.hasPrefix("mailto:") || contact.hasPrefix("https://") else {
            throw fields.invalid("contact", "must begin with mailto: or https://")
        }
        return contact
    }

    private static func apple(_ fields: JSONFields) throws -> ApplePush {
        try fields.allowOnly(["keyFile", "keyId", "teamId", "topic", "sandbox", "url"])
        let text = try file(try fields.string("keyFile"), fields, "keyFile")
        guard let key = PrivateKey(pem: text), key.kind == .p256 else {
            throw fields.invalid("keyFile", "must be a private key of P-256 in PEM (.p8)")
        }
        let isSandbox = try fields.optionalBool("sandbox") ?? false
        return ApplePush(
            key: key,
            keyID: try fields.string("keyId"),
            team: try fields.string("teamId"),
            topic: try fields.string("topic"),
            url: try fields.optionalString("url")
                ?? (isSandbox ? ApplePush.sandboxAddress : ApplePush.address)
        )
    }

    private static func firebase(_ fields: JSONFields) throws -> FirebasePush {
        try fields.allowOnly(["accountFile", "url"])
        let text = try file(try fields.string("accountFile"), fields, "accountFile")
        guard let account = FirebasePush.Account(text) else {
            throw fields.invalid("accountFile", "must be the file of a service account")
        }
        return FirebasePush(account, url: try fields.optionalString("url") ?? FirebasePush.address)
    }

    private static func file(_ path: String, _ fields: JSONFields, _ name: String) throws -> String
    {
        do {
            return String(decoding: try TextFile.read(path), as: UTF8.self)
        } catch {
            throw fields.invalid(name, "cannot be read: \(error)")
        }
    }
}
