import Catalogue
import CivilTime
import Curl
import Delivery
import OperatingSystem
import ServiceRuntime
import Storage
import Synchronization

/// Sends what is due, on a thread of its own, while its process holds the lease.
final class Sender: Sendable {
    /// What it works with.
    struct Tools: Sendable {
        let database: any Database
        let catalogue: Catalogue
        let client: HTTPClient
        let clock: any Clock
        let events: EventWatch
        let voices: [Webhook.Dialect: WebhookVoice]
        let limits: WebhookLimits
        let userAgent: String
        let note: @Sendable (WebhookNote) -> Void
    }

    private let tools: Tools
    private let inbox = Mutex<SenderInbox?>(nil)

    init(_ tools: Tools) {
        self.tools = tools
    }

    /// There may be something new to send.
    func ring() { inbox.withLock { $0 }?.ring() }

    /// Works until the task is cancelled.
    func work(under lease: FollowerLease) async {
        let inbox = SenderInbox()
        self.inbox.withLock { $0 = inbox }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                SystemThread.start { [tools] in
                    var work = SenderWork(tools, inbox, lease)
                    work.run()
                    continuation.resume()
                }
            }
        } onCancel: {
            inbox.stop()
        }
        self.inbox.withLock { $0 = nil }
    }
}
