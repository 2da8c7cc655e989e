import CivilTime
import Curl
import Engine
import Mail
import Storage

/// What sends reminders on one way.
protocol ReminderSender: Sendable {
    /// The way.
    var channel: UserPreferences.Channel { get }

    /// The only service that all go to; nothing where each user's devices have their own.
    var onlyService: SendingGates.Service? { get }

    /// The services that a message goes to.
    func services(of ready: ReminderBatch.Ready) -> Set<SendingGates.Service>

    /// Sends one by way of those of its services that take it, and says what came of it.
    func send(_ ready: ReminderBatch.Ready) async -> SentReminder

    /// Finishes what is under way.
    func stop()
}

/// What came of sending a reminder.
struct SentReminder: Sendable {
    let ready: ReminderBatch.Ready
    let result: MailResult
    /// What each service made of it.
    let outcomes: [SendingGates.Outcome]
    /// The address that it went to, where it went to one.
    var address: String?

    var reminder: Reminder { ready.reminder }

    /// That the address takes no mail any more, where its server said that there is none such.
    func suppression(at now: Instant) -> Suppression? {
        guard let address, result.outcome == .refused, result.answer.contains("5.1.1") else {
            return nil
        }
        return Suppression(
            workspace: reminder.workspace,
            digest: MailAddress.digest(of: address),
            reason: .bounce,
            detail: String(result.answer.prefix(RemindingLimits.keptAnswer)),
            at: now
        )
    }
}

extension Reminder {
    func finished(_ status: Status, _ detail: String) -> Reminder {
        var reminder = self
        reminder.status = status
        reminder.attemptAt = nil
        reminder.detail = detail.isEmpty ? nil : detail
        return reminder
    }

    func updated(at now: Instant) -> Reminder {
        var reminder = self
        reminder.updatedAt = now
        return reminder
    }
}
