import CivilTime
import Curl
public import Engine
import Mail
import Push
import ServiceRuntime
import Storage

/// Has a user's devices forgotten that are no longer there.
public typealias DeviceForgetting =
    @Sendable (_ devices: ForgetDevices, _ workspace: WorkspaceID) async throws -> Void

/// Sends reminders to the devices of users.
final class PushSender: ReminderSender {
    private let services: PushServices
    private let clock: any Clock
    private let forget: DeviceForgetting
    private let note: @Sendable (ReminderNote) -> Void

    init(
        _ services: PushServices,
        _ clock: any Clock,
        forgetting forget: @escaping DeviceForgetting,
        note: @escaping @Sendable (ReminderNote) -> Void
    ) {
        self.services = services
        self.clock = clock
        self.forget = forget
        self.note = note
    }

    var channel: UserPreferences.Channel { .push }

    var onlyService: SendingGates.Service? { nil }

    func services(of ready: ReminderBatch.Ready) -> Set<SendingGates.Service> {
        Set(devices(of: ready.user).compactMap { DeviceToken($0)?.service })
    }

    func stop() { services.stop() }

    /// Sends one to every device of its user whose service takes it, to all at the same time; it has
    /// come to the user when one has taken it.
    func send(_ ready: ReminderBatch.Ready) async -> SentReminder {
        let message = PushMessage(ready)
        let tokens = devices(of: ready.user)
        let sent = await withTaskGroup(of: SentToDevice.self) { group in
            for (index, text) in tokens.enumerated() {
                group.addTask { await self.send(message, to: text, index, ready.services) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }.sorted { $0.index < $1.index }
        let gone = Set(sent.filter(\.isGone).map { tokens[$0.index] })
        if !gone.isEmpty { await forget(gone, of: ready) }
        return SentReminder(
            ready: ready,
            result: MailResult(sent.map(\.result)),
            outcomes: sent.compactMap(\.outcome)
        )
    }

    private func devices(of user: User) -> [String] {
        (user.deviceTokens ?? []).suffix(PushLimits.devices)
    }

    private func send(
        _ message: PushMessage,
        to text: String,
        _ index: Int,
        _ open: Set<SendingGates.Service>
    ) async -> SentToDevice {
        guard let token = DeviceToken(text) else {
            let result = PushResult.refused("a device token has no form that is known")
            return SentToDevice(index: index, result: result, outcome: nil)
        }
        guard open.contains(token.service) else {
            let result = PushResult.failed("its service is left alone for a while")
            return SentToDevice(index: index, result: result, outcome: nil)
        }
        let begun = ContinuousClock.now
        let result = await services.send(message, to: token, at: clock.now())
        let outcome = SendingGates.Outcome(
            service: token.service,
            duration: .now - begun,
            failure: result.failure
        )
        return SentToDevice(index: index, result: result, outcome: outcome)
    }

    private func forget(_ tokens: Set<String>, of ready: ReminderBatch.Ready) async {
        let reminder = ready.reminder
        let devices = ForgetDevices(
            user: reminder.key.user,
            userID: ready.user.id,
            tokens: tokens
        )
        do {
            try await forget(devices, reminder.workspace)
        } catch {
            // The next message finds out again that they are gone.
            note(.failed("devices were not forgotten: \(error)"))
        }
    }
}

/// What came of a message to one device.
private struct SentToDevice: Sendable {
    let index: Int
    let result: PushResult
    /// What its service made of it; nothing where it was not asked.
    let outcome: SendingGates.Outcome?

    var isGone: Bool {
        if case .gone = result { true } else { false }
    }
}

extension PushResult {
    /// Why the service did not say what it does with the message.
    fileprivate var failure: String? {
        switch self {
        case .taken, .gone, .refused: nil
        case .failed(let text), .unclear(let text): text
        }
    }
}

extension PushMessage {
    /// What devices show of a reminder; what is about the same streak takes its place.
    fileprivate init(_ ready: ReminderBatch.Ready) {
        let key = ready.reminder.key
        self.init(
            title: ready.mail.rendered.subject,
            text: ready.mail.rendered.preview,
            url: ready.mail.appURL,
            kind: key.kind.rawValue,
            subject: key.kind.isOfStreak ? String(ready.reminder.subject) : key.period,
            lifetime: ready.lifetime.components.seconds,
            isUrgent: key.kind.isOfStreak
        )
    }
}

extension MailResult {
    /// What came of a message to several devices, none of which is to get it twice.
    init(_ results: [PushResult]) {
        var outcome = Outcome.refused
        var answers: [String] = []
        for result in results {
            switch result {
            case .taken: outcome = .taken
            case .unclear(let text):
                answers.append(text)
                if outcome != .taken { outcome = .unclear(text) }
            case .failed(let text):
                answers.append(text)
                if outcome == .refused { outcome = .failed(text) }
            case .gone(let text), .refused(let text): answers.append(text)
            }
        }
        self.init(outcome, answer: answers.last ?? "")
    }
}
