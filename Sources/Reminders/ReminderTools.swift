import Catalogue
import CivilTime
import Delivery
import Engine
import ServiceRuntime
public import Storage

/// What everything that reminds users works with.
struct ReminderTools: Sendable {
    let database: AsyncDatabase
    let catalogue: Catalogue
    let clock: any Clock
    let zones: ZoneDatabase
    let numbers: EventNumbers
    let limits: RemindingLimits
    /// How much events keep the server busy.
    let workDone: @Sendable () -> WorkDone
    /// Where mails go.
    let outlets: MailOutlets
    /// Whether messages go to devices.
    let hasPush: Bool
    /// Has whoever follows facts look for new ones.
    let ringFeed: @Sendable () -> Void
    let note: @Sendable (ReminderNote) -> Void

    /// The ways that there is something to send with, in a workspace.
    func open(in view: WorkspaceView) -> Set<UserPreferences.Channel> {
        Set((outlets.isThere(for: view) ? [.email] : []) + (hasPush ? [.push] : []))
    }

    /// Writes something while this process holds the lease; false, and nothing is written, when it
    /// does not.
    @discardableResult
    func write(
        under lease: FollowerLease,
        _ body:
            @escaping @Sendable (any Connection, _ now: Instant) throws(StorageError) -> Void
    ) async throws -> Bool {
        let now = clock.now()
        let isHolder = try await database.write { (connection) throws(StorageError) in
            guard try lease.confirm(on: connection, now: now) else { return false }
            try body(connection, now)
            return true
        }
        if isHolder { ringFeed() }
        return isHolder
    }

    /// A watch over events, for one of the things that reminders are done by.
    func watchEvents() -> EventWatch {
        EventWatch(workDone, beside: RemindingLimits.costOfReminder)
    }

    /// Does something that is done again later where it fails.
    func attempt(_ body: () async throws -> Void) async {
        do {
            try await body()
        } catch let error as ServiceError where error.code == .unavailable {
            // A database that is away comes back.
        } catch {
            if !Task.isCancelled { note(.failed(String(reflecting: error))) }
        }
    }

    /// What is told of reminders that have come to something.
    func facts(of reminders: [Reminder]) async throws -> [ToldReminder] {
        var told: [ToldReminder] = []
        for reminder in reminders {
            let view = try await catalogue.viewIfExists(of: reminder.workspace)
            let kind: ReminderFact.Kind = reminder.status == .sent ? .sent : .failed
            var fact = ReminderFact(
                kind,
                reminder.key.kind,
                reminder.key.period,
                at: view?.now ?? reminder.updatedAt
            )
            fact.channels = [reminder.key.channel]
            fact.detail = reminder.detail
            fact.number = reminder.count
            told.append(
                ToldReminder(workspace: reminder.workspace, user: reminder.key.user, fact: fact)
            )
        }
        return told
    }

    /// Tells facts about reminders.
    func tell(
        _ told: [ToldReminder],
        on connection: any Connection,
        at now: Instant
    ) throws(StorageError) {
        guard !told.isEmpty else { return }
        let first = numbers.next(at: now, count: told.count)
        try connection.facts.insert(
            told.enumerated().map { index, each in
                (first + Int64(index), each.user, each.workspace, Fact(each.fact))
            },
            at: now
        )
    }
}

/// Something about reminders that an operator should know.
public enum ReminderNote: Sendable {
    /// This process reminds users now.
    case working
    /// Another process does.
    case waiting
    /// Facts come again, or some are missing; what is planned is judged all the same.
    case factsMissing
    /// The database does not answer as it should; it is asked again.
    case databaseFailed(StorageError)
    /// Messages to a service fail one after the other, and it is left alone for a while.
    case leftAlone(service: String, reason: String)
    /// Something else that went wrong.
    case failed(String)
}
