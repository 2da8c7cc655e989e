import Curl
import Engine
import Mail
import Storage

/// Hands mails over.
final class MailSender: ReminderSender {
    private let links: MailLinks
    private let transports = MailTransports()

    init(_ links: MailLinks) { self.links = links }

    var channel: UserPreferences.Channel { .email }

    var onlyService: SendingGates.Service? { transports.hasOwn ? nil : "mail" }

    func services(of ready: ReminderBatch.Ready) -> Set<SendingGates.Service> {
        [ready.outlet.service]
    }

    func stop() { transports.stop() }

    func send(_ ready: ReminderBatch.Ready) async -> SentReminder {
        let message = ready.mail.message
        let begun = ContinuousClock.now
        let from = ready.outlet.from
        let result = await hand(
            OutgoingMail(
                returnPath: links.returnPath(of: ready.reminder.number, from.domain),
                recipient: message.to.address,
                bytes: message.bytes
            ),
            to: ready.outlet
        )
        let outcome = SendingGates.Outcome(
            service: ready.outlet.service,
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
    func send(
        _ message: MailMessage,
        to recipient: Mailbox,
        by outlet: MailOutlet
    ) async -> MailResult {
        var message = message
        message.to = recipient
        return await hand(
            OutgoingMail(
                returnPath: outlet.from.address,
                recipient: recipient.address,
                bytes: message.bytes
            ),
            to: outlet
        )
    }

    private func hand(_ mail: OutgoingMail, to outlet: MailOutlet) async -> MailResult {
        guard let transport = transports.transport(to: outlet) else {
            return MailResult(.failed("the server is shutting down"))
        }
        return await transport.send(mail)
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
