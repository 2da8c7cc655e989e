public import Catalogue
import CivilTime
public import Curl
public import Delivery
public import ServiceRuntime
public import Storage
import Synchronization

/// What tells webhooks of facts: makes deliveries, sends them, lists them and repeats them.
public final class Webhooks: Sendable {
    private struct State {
        var voices: [Webhook.Dialect: WebhookVoice] = [:]
        var sender: Sender?
        var run: FollowerRun?
        var task: Task<Void, Never>?
    }

    let database: AsyncDatabase
    let catalogue: Catalogue
    let clock: any Clock
    private let feed: FactFeed
    private let workDone: @Sendable () -> WorkDone
    private let limits: WebhookLimits
    private let state = Mutex(State())

    /// What tells webhooks, once it is started; it is told what events have been taken in so far, for
    /// which it makes way.
    public init(
        database: AsyncDatabase,
        catalogue: Catalogue,
        feed: FactFeed,
        events workDone: @escaping @Sendable () -> WorkDone,
        clock: any Clock,
        limits: WebhookLimits
    ) {
        limits.check()
        self.database = database
        self.catalogue = catalogue
        self.feed = feed
        self.workDone = workDone
        self.clock = clock
        self.limits = limits
    }

    /// Learns the dialects that the server speaks.
    public func speak(_ voices: [WebhookVoice]) {
        state.withLock { state in
            for voice in voices { state.voices[voice.dialect] = voice }
        }
    }

    /// How webhooks of a dialect are told; nothing where the server does not speak it.
    public func voice(_ dialect: Webhook.Dialect) -> WebhookVoice? {
        state.withLock { $0.voices[dialect] }
    }

    /// How many deliveries can be named to be sent once more.
    public static let maximumReplayed = WebhookLimits.maximumReplayed

    /// Looks at once for what waits.
    func ring() { state.withLock(\.sender)?.ring() }
}

// MARK: - Telling

extension Webhooks {
    /// Begins to tell webhooks, unless another process does; goes on until it is stopped.
    public func start(
        _ client: HTTPClient,
        as userAgent: String,
        note: @escaping @Sendable (WebhookNote) -> Void
    ) {
        let voices = state.withLock(\.voices)
        let events = EventWatch(workDone, beside: WebhookLimits.costOfDelivery)
        let sender = Sender(
            Sender.Tools(
                database: database.blocking,
                catalogue: catalogue,
                client: client,
                clock: clock,
                events: events,
                voices: voices,
                limits: limits,
                userAgent: userAgent,
                note: note
            )
        )
        let fanOut = FanOut(
            database: database,
            clock: clock,
            events: events,
            voices: voices,
            sender: { await sender.work(under: $0) },
            ringSender: { sender.ring() },
            note: { WebhookNote($0).map(note) }
        )
        let run = FollowerRun(
            fanOut,
            on: database.blocking,
            // Who sets up a webhook is told of what happens from then on.
            beginsAtPresent: true,
            gathering: WebhookLimits.gathering,
            clock: clock
        )
        feed.alsoRing { [weak run] in run?.ring() }
        let task = Task.detached {
            while !Task.isCancelled {
                do {
                    try await run.run()
                } catch  where !Task.isCancelled {
                    note(.failed(String(reflecting: error)))
                    try? await Task.sleep(for: .seconds(1))
                } catch {}
            }
        }
        state.withLock { state in
            (state.sender, state.run, state.task) = (sender, run, task)
        }
    }

    /// Stores what is known of deliveries, gives the lease back, and stops.
    public func stop() async {
        let task = state.withLock(\.task)
        task?.cancel()
        await task?.value
    }

    /// Forgets deliveries that are not kept any longer.
    public func forget() async throws {
        let moment = clock.now() - WebhookLimits.retention
        while true {
            let count = try await database.write { (connection) throws(StorageError) in
                try connection.allow(.round)
                try connection.webhookThrottles.remove(toldBefore: moment)
                return try connection.deliveries.remove(
                    madeBefore: moment,
                    limit: WebhookLimits.forgottenAtATime
                )
            }
            guard count == WebhookLimits.forgottenAtATime else { return }
        }
    }
}

extension WebhookNote {
    fileprivate init?(_ note: FollowerNote) {
        switch note {
        case .waiting: self = .waiting
        case .working: self = .working
        case .leaseLost: self = .waiting
        case .orderChanged: self = .orderChanged
        case .factsMissing: self = .factsMissing
        case .databaseFailed(let error): self = .databaseFailed(error)
        }
    }
}
