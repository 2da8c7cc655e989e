import Curl
import Engine
import HTTP
import Intake
import Mail
import OperatingSystem
import Reminders
import Service
import Storage

/// How users are reminded, and who takes the mails for them.
struct ReminderOptions {
    static let options: [Option] =
        [
            .value(
                "--smtp",
                "URL",
                "Who takes mails: smtp://user@host:587 or smtps://user@host (nobody)"
            ),
            .value("--mail-from", "MAILBOX", "Who sends them: 'Name <mail@example.com>'"),
            .value(
                "--smtp-password-file",
                "FILE",
                "The password, if LAUREL_SMTP_PASSWORD has none"
            ),
            .value("--smtp-ca", "FILE", "Authorities that the server is trusted by (the system's)"),
        ] + PushOptions.options

    private let outlet: MailOutlet?
    private let push: PushOptions
    private let publicURL: String?
    private let addresses: OutgoingAddresses

    init(_ arguments: Arguments, publicURL: String?) throws {
        push = try PushOptions(arguments)
        self.publicURL = publicURL
        // Who names a mail server for a workspace is a stranger, as whoever sets up webhooks.
        addresses = OutgoingAddresses(
            alsoAllowing: try WebhookOptions.ranges(arguments["--webhook-allow"] ?? "")
        )
        guard let text = arguments["--smtp"] else {
            for name in ["--mail-from", "--smtp-password-file", "--smtp-ca"]
            where arguments[name] != nil {
                throw UsageError("option \(name) needs --smtp")
            }
            outlet = nil
            return
        }
        guard let from = arguments["--mail-from"].flatMap({ Mailbox($0) }) else {
            throw UsageError(
                "--smtp needs --mail-from with an address, such as 'Name <mail@example.com>'"
            )
        }
        guard let publicURL else {
            throw UsageError("--smtp needs --public-url, for the links in mails")
        }
        outlet = MailOutlet(
            server: try Self.server(text, arguments),
            from: from,
            publicURL: publicURL
        )
    }

    /// Begins to remind users.
    func start(_ service: LaurelService, lines: RepeatedLines) {
        let intake = service.intake
        let forget: DeviceForgetting = { devices, workspace in
            _ = try await intake.submit(devices, in: workspace, isInBackground: true)
        }
        service.reminders.start(
            outlet,
            push: push.services(of: service),
            publicURL: publicURL,
            addresses: addresses,
            forgetting: forget
        ) { note in
            let (kind, values) = Self.line(note)
            lines.note(kind, kind: kind, values)
        }
    }

    private static func server(_ text: String, _ arguments: Arguments) throws -> MailServer {
        let relay: MailRelay
        do throws(MailRelay.Problem) {
            relay = try MailRelay(text)
        } catch {
            switch error {
            case .scheme: throw UsageError("--smtp must begin with smtp:// or smtps://")
            case .password:
                throw UsageError(
                    "--smtp has no password in it; LAUREL_SMTP_PASSWORD or a file has it"
                )
            case .host:
                throw UsageError(
                    "--smtp must be an address such as smtp://user@mail.example.com:587"
                )
            }
        }
        let certificates = arguments["--smtp-ca"]
        if let certificates, !DurableFile.exists(certificates) {
            throw UsageError("--smtp-ca \(certificates): there is no such file")
        }
        return MailServer(
            url: relay.url,
            user: relay.user,
            password: try password(arguments),
            requiresEncryption: !relay.isLocal,
            certificates: certificates
        )
    }

    private static func password(_ arguments: Arguments) throws -> String? {
        if let password = Environment.value("LAUREL_SMTP_PASSWORD"), !password.isEmpty {
            return password
        }
        guard let file = arguments["--smtp-password-file"] else { return nil }
        do {
            let text = String(decoding: try TextFile.read(file), as: UTF8.self)
            return String(text.prefix { !$0.isNewline })
        } catch {
            throw UsageError("--smtp-password-file \(file): \(error)")
        }
    }

    private static func line(_ note: ReminderNote) -> (String, [String: String]) {
        switch note {
        case .working: ("reminding users", [:])
        case .waiting: ("another process reminds users", [:])
        case .factsMissing: ("some facts were not heeded by what plans reminders", [:])
        case .databaseFailed(let error): ("reminders wait", ["cause": String(reflecting: error)])
        case .leftAlone(let service, let reason):
            ("messages wait", ["service": service, "reason": reason])
        case .failed(let cause): ("reminders failed", ["cause": cause])
        }
    }
}
