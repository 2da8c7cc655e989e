import Catalogue
import Curl
import HTTP
import OperatingSystem
import Postgres
import Service
import ServiceRuntime
import Sodium
import Storage
import Webhooks

/// How webhooks are told, and what seals their secrets.
struct WebhookOptions {
    static let options: [Option] = [
        .value(
            "--webhook-allow",
            "RANGES",
            "Private addresses that webhooks may have: 10.0.0.0/8,::1 (none)"
        ),
        .value(
            "--webhook-ca",
            "FILE",
            "Authorities that webhooks' servers are trusted by (the system's)"
        ),
        .value(
            "--webhook-retries",
            "SECONDS",
            "Pauses between attempts: 5,300,1800 (5 s to 24 h, nine of them)"
        ),
        secretKeyOption,
    ]

    static let secretKeyOption = Option.value(
        "--secret-key-file",
        "FILE",
        "The key that seals secrets, if LAUREL_SECRET_KEY has none (DATABASE.key)"
    )

    let limits: WebhookLimits
    let secrets: SecretKeeper
    private let addresses: OutgoingAddresses
    private let certificates: String?

    init(_ arguments: Arguments) throws {
        limits = try Self.limits(arguments["--webhook-retries"])
        secrets = SecretKeeper(try Self.source(arguments))
        addresses = OutgoingAddresses(
            alsoAllowing: try Self.ranges(arguments["--webhook-allow"] ?? "")
        )
        certificates = arguments["--webhook-ca"]
        if let certificates, !DurableFile.exists(certificates) {
            throw UsageError("--webhook-ca \(certificates): there is no such file")
        }
    }

    /// Begins to tell webhooks, and returns what sends.
    func start(
        _ service: LaurelService,
        publicURL: String?,
        lines: RepeatedLines
    ) -> HTTPClient {
        let client = HTTPClient(to: addresses, certificates: certificates)
        service.webhooks.speak(Dialects.webhookVoices(of: service, publicURL: publicURL))
        service.webhooks.start(client, as: "Laurel/\(CommandTable.version)") { note in
            let (kind, values) = Self.line(note)
            lines.note(kind, kind: "\(kind) \(values["webhook"] ?? "")", values)
        }
        return client
    }

    private static func line(_ note: WebhookNote) -> (String, [String: String]) {
        switch note {
        case .working: ("telling webhooks", [:])
        case .waiting: ("another process tells webhooks", [:])
        case .orderChanged: ("webhooks are told again what facts are kept", [:])
        case .factsMissing: ("webhooks were not told facts that are no longer kept", [:])
        case .databaseFailed(let error):
            ("webhooks wait", ["cause": String(reflecting: error)])
        case .secretUnreadable(let webhook, let reason):
            ("webhook cannot be signed", ["webhook": webhook, "cause": reason])
        case .disabled(let webhook, let reason):
            ("webhook disabled", ["webhook": webhook, "reason": reason])
        case .failed(let cause): ("webhooks failed", ["cause": cause])
        }
    }

    /// Where the key is that seals secrets: in the environment, in a file, or beside the database.
    static func source(_ arguments: Arguments) throws -> SecretKeeper.Source {
        if let text = Environment.value("LAUREL_SECRET_KEY"), !text.isEmpty {
            guard let key = SealingKey(text) else {
                throw UsageError(
                    "LAUREL_SECRET_KEY must be 32 bytes in base64, as 'openssl rand -base64 32' makes them"
                )
            }
            return .given(key)
        }
        if let file = arguments["--secret-key-file"] {
            guard !file.isEmpty else {
                throw UsageError("option --secret-key-file must not be empty")
            }
            return .file(file)
        }
        let database = arguments["--database"] ?? "laurel.db"
        guard PostgresDatabase.isTarget(database) else { return .file("\(database).key") }
        return .nowhere(
            "This server has no key to seal the secrets of webhooks with. Start it with "
                + "--secret-key-file or LAUREL_SECRET_KEY, the same for every process."
        )
    }

    private static func limits(_ text: String?) throws(UsageError) -> WebhookLimits {
        var limits = WebhookLimits()
        guard let text else { return limits }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let pauses = parts.compactMap { Int64($0) }.filter { (0...2_592_000).contains($0) }
        guard pauses.count == parts.count, pauses.count <= 50 else {
            throw UsageError(
                "option --webhook-retries must be seconds with commas, such as 5,300,1800"
            )
        }
        limits.pauses = pauses.map { .seconds($0) }
        return limits
    }

    static func ranges(_ text: String) throws(UsageError) -> [AddressRange] {
        try text.split(separator: ",").map { part throws(UsageError) in
            guard let range = AddressRange(part) else {
                throw UsageError(
                    "--webhook-allow \(part) is no address and no range, such as 10.0.0.0/8"
                )
            }
            return range
        }
    }
}
