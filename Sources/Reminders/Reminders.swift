public import Catalogue
public import CivilTime
public import Delivery
public import Engine
public import HTTP
public import Mail
public import Push
public import ServiceRuntime
public import Storage
import Synchronization

/// What reminds users: plans, judges what is due, and sends it.
///
/// One process does it at a time, under the lease of the follower that plans. Nothing of it slows an
/// event: it begins with facts that are committed.
public final class Reminders: Sendable {
    private struct State {
        var task: Task<Void, Never>?
        var mails: MailSender?
        var outlets: MailOutlets?
        var push: PushServices?
    }

    let database: AsyncDatabase
    let catalogue: Catalogue
    let keyring: UserKeyring
    let zones: ZoneDatabase
    let clock: any Clock
    let limits: RemindingLimits
    private let numbers: EventNumbers
    private let feed: FactFeed
    private let workDone: @Sendable () -> WorkDone
    private let state = Mutex(State())

    /// What reminds users, once it is started; `workDone` says how much events keep the server busy.
    public init(
        database: AsyncDatabase,
        catalogue: Catalogue,
        keyring: UserKeyring,
        zones: ZoneDatabase,
        clock: any Clock,
        numbers: EventNumbers,
        feed: FactFeed,
        events workDone: @escaping @Sendable () -> WorkDone,
        limits: RemindingLimits
    ) {
        limits.check()
        self.database = database
        self.catalogue = catalogue
        self.keyring = keyring
        self.zones = zones
        self.clock = clock
        self.numbers = numbers
        self.feed = feed
        self.workDone = workDone
        self.limits = limits
    }

    /// Begins to remind users, unless another process does; goes on until it is stopped.
    ///
    /// What says that devices are gone is called for those that are.
    public func start(
        _ outlet: MailOutlet? = nil,
        push: PushServices? = nil,
        publicURL: String? = nil,
        addresses: OutgoingAddresses = OutgoingAddresses(),
        forgetting forget: @escaping DeviceForgetting = { _, _ in },
        note: @escaping @Sendable (ReminderNote) -> Void
    ) {
        let outlets = MailOutlets(
            outlet,
            publicURL: publicURL,
            addresses: addresses,
            secrets: catalogue.secrets
        )
        let tools = ReminderTools(
            database: database,
            catalogue: catalogue,
            clock: clock,
            zones: zones,
            numbers: numbers,
            limits: limits,
            workDone: workDone,
            outlets: outlets,
            hasPush: push != nil,
            ringFeed: { [feed] in feed.ring() },
            note: note
        )
        let links = MailLinks(keyring)
        // A workspace may name a server at any time.
        let mails = outlets.publicURL.map { _ in MailSender(links) }
        let devices = push.map { PushSender($0, clock, forgetting: forget, note: note) }
        let senders: [any ReminderSender] = [mails as (any ReminderSender)?, devices]
            .compactMap { $0 }
        let runs = senders.map { ReminderRun(tools, links, by: $0) }
        let follower = ReminderFollower(tools) { lease in
            await ReminderWork(tools, runs).run(under: lease)
        }
        let run = FollowerRun(
            follower,
            on: database.blocking,
            beginsAtPresent: true,
            gathering: RemindingLimits.gathering,
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
            (state.task, state.mails, state.outlets, state.push) = (task, mails, outlets, push)
        }
    }

    /// What sends mails, where something may.
    var mails: MailSender? { state.withLock(\.mails) }

    /// Where mails go.
    var outlets: MailOutlets? { state.withLock(\.outlets) }

    /// Whether mails of workspaces can go to servers of their own, as links in them lead somewhere.
    public var mayHaveOwnMail: Bool { outlets?.publicURL != nil }

    /// Who sends mails where a workspace has said nothing else; nothing where nobody does.
    public var usualSender: Mailbox? { outlets?.server?.from }

    /// The ways on which this server sends for a workspace; without one, what is due is told alone.
    public func openChannels(in view: WorkspaceView) -> [UserPreferences.Channel] {
        state.withLock { state in
            UserPreferences.Channel.allCases.filter { channel in
                switch channel {
                case .email: state.outlets?.isThere(for: view) ?? false
                case .push: state.push != nil
                }
            }
        }
    }

    /// What pages subscribe with, where messages are sent to browsers.
    public var webPushKey: String? { state.withLock(\.push)?.web?.publicKey }

    /// The key that messages to browsers are signed with: it follows from the database's own secret.
    public var webPushSecret: [UInt8] { keyring.secret(for: "web push") }

    /// Forgets what came of reminders that are not kept any longer.
    public func forget() async throws {
        let moment = clock.now() - RemindingLimits.retention
        while true {
            let count = try await database.write { (connection) throws(StorageError) in
                try connection.allow(.round)
                return try connection.reminders.remove(
                    decidedBefore: moment,
                    limit: RemindingLimits.forgottenAtATime
                )
            }
            guard count == RemindingLimits.forgottenAtATime else { return }
        }
    }

    /// Finishes what is under way, gives the lease back, and stops.
    public func stop() async {
        let (task, mails, push) = state.withLock { ($0.task, $0.mails, $0.push) }
        task?.cancel()
        await task?.value
        mails?.stop()
        push?.stop()
    }
}
