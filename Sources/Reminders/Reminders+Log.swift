public import Catalogue
public import CivilTime
public import Engine
import ServiceRuntime
public import Storage

/// A reminder that was decided, and the user's id.
public struct LoggedReminder: Sendable {
    /// The reminder.
    public let reminder: Reminder
    /// The caller's id of the user; nothing for one who is gone.
    public let userID: String?
}

/// What was decided of a reminder, or came of it, and the user's id.
public struct DecidedReminder: Sendable {
    /// What was decided.
    public let fact: Fact
    /// The caller's id of the user; nothing for one who is gone.
    public let userID: String?
    /// When it was told.
    public let toldAt: Instant
}

/// A page of what was decided.
public struct DecidedReminders: Sendable {
    /// What was decided, the newest first.
    public let decisions: [DecidedReminder]
    /// Where the next page begins; nothing when there is none.
    public let next: Int64?
}

extension Reminders {
    /// A page of what was decided, newest first.
    public func log(
        in view: WorkspaceView,
        of userID: String?,
        status: Reminder.Status?,
        kind: ReminderKind?,
        before number: Int64,
        limit: Int
    ) async throws -> [LoggedReminder] {
        let keyring = keyring
        let found = try await database.readSlowly {
            (connection) throws(StorageError) -> [LoggedReminder]? in
            var key: UserKey?
            if let userID {
                let row = try connection.users.find(userID, in: view.id, keyring: keyring)
                guard let row else { return nil }
                key = row.key
            }
            let reminders = try connection.reminders.page(
                in: view.id,
                of: key,
                status: status,
                kind: kind,
                before: number,
                limit: limit
            )
            let rows = try connection.users.rows(of: Array(Set(reminders.map(\.key.user))))
            let ids = Dictionary(rows.map { ($0.key, $0.user?.id) }) { first, _ in first }
            return reminders.map { LoggedReminder(reminder: $0, userID: ids[$0.key.user] ?? nil) }
        }
        guard let found else { throw ServiceError.unknownUser(userID ?? "") }
        return found
    }

    /// A page of what was decided of reminders lately, with the reasons, newest first.
    public func decisions(
        in view: WorkspaceView,
        of userID: String?,
        kinds: Set<ReminderFact.Kind>,
        before number: Int64,
        limit: Int
    ) async throws -> DecidedReminders {
        let keyring = keyring
        let page = try await database.readSlowly {
            (connection) throws(StorageError) -> DecidedReminders? in
            var key: UserKey?
            if let userID {
                let row = try connection.users.find(userID, in: view.id, keyring: keyring)
                guard let row else { return nil }
                key = row.key
            }
            let found = try connection.facts.newest(
                of: Set(kinds.map { Fact.Kind($0) }),
                in: view.id,
                about: key,
                below: number,
                lookingAt: RemindingLimits.factsLookedAtForAPage,
                limit: limit
            )
            let rows = try connection.users.rows(of: Array(Set(found.facts.map(\.user))))
            let ids = Dictionary(rows.map { ($0.key, $0.user?.id) }) { first, _ in first }
            let decisions = found.facts.map { stored in
                DecidedReminder(
                    fact: stored.fact,
                    userID: ids[stored.user] ?? nil,
                    toldAt: stored.toldAt
                )
            }
            return DecidedReminders(decisions: decisions, next: found.next)
        }
        guard let page else { throw ServiceError.unknownUser(userID ?? "") }
        return page
    }
}
