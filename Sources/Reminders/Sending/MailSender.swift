import Curl
import Engine
import Mail
import Storage

/// Hands mails over.
final class MailSender: ReminderSender {
    private static let service = "mail"

    private let outlet: MailOutlet
    private let links: MailLinks
    private let transport: MailTransport

    init(_ outlet: MailOutlet, _ links: MailLinks) {
        self.outlet = outlet
        self.links = links
        transport = MailTransport(to: outlet.server)
    }

    var channel: UserPreferences.Channel { .email }

    var onlyService: SendingGates.Service? { Self.service }

    func services(of user: User) -> Set<SendingGates.Service> { [Self.service] }

    func stop() { transport.stop() }

    func send(_ ready: ReminderBatch.Ready) async -> SentReminder {
        let message = ready.mail.message
        let begun = ContinuousClock.now
        let result = await transport.send(
            OutgoingMail(
                returnPath: links.returnPath(of: ready.reminder.number, outlet.from.domain),
                recipient: message.to.address,
                bytes: message.bytes
            )
        )
        let outcome = SendingGates.Outcome(
            service: Self.service,
            duration: .now - begun,
            failure: result.failure
        )
        return SentReminder(
            ready: ready,
            result: result,
            outcomes: [outcome],
            address: message.to.address
        )
    }

    /// Hands over a mail that is no reminder.
    func send(_ message: MailMessage, to recipient: Mailbox) async -> MailResult {
        var message = message
        message.to = recipient
        return await transport.send(
            OutgoingMail(
                returnPath: outlet.from.address,
                recipient: recipient.address,
                bytes: message.bytes
            )
        )
    }
}

extension MailResult {
    /// Why the server did not say what it does with the message.
    var failure: String? {
        switch outcome {
        case .taken, .refused: nil
        case .failed(let reason), .unclear(let reason): answer.isEmpty ? reason : answer
        }
    }
}
