public import Catalogue
public import CivilTime
public import Engine
import ServiceRuntime
import Storage

/// A reminder that is planned, as things stand now.
public struct PlannedReminder: Sendable {
    /// The caller's id of the user.
    public let userID: String
    /// What it is about.
    public let kind: ReminderKind
    /// When it comes.
    public let at: Instant
    /// What the user's clock shows then.
    public let local: LocalDateTime
    /// The public id of the streak or the achievement.
    public let subject: String?
    /// Where it stands in the list.
    public let cursor: Cursor

    /// A place in the list of what is planned.
    public struct Cursor: Hashable, Sendable {
        /// When.
        public let at: Instant
        /// The user's key.
        public let user: Int64
        /// The kind.
        public let kind: String

        /// A place in the list.
        public init(at: Instant, user: Int64, kind: String) {
            self.at = at
            self.user = user
            self.kind = kind
        }
    }
}

/// A page of what is planned.
public struct PlannedReminders: Sendable {
    /// The reminders, the earliest first.
    public let reminders: [PlannedReminder]
    /// Where the next page begins; nothing when there is none.
    public let next: PlannedReminder.Cursor?
}

extension Reminders {
    /// What is planned in a span of time, as things stand now: nothing that is known to be outdated.
    public func planned(
        in view: WorkspaceView,
        _ span: Range<Instant>,
        after cursor: PlannedReminder.Cursor?,
        limit: Int
    ) async throws -> PlannedReminders {
        let zones = zones
        return try await database.readSlowly { (connection) throws(StorageError) in
            var found: [PlannedReminder] = []
            var seen = cursor
            var looked = 0
            while found.count < limit, looked < RemindingLimits.lookedAtForAPage {
                let entries = try connection.due.page(
                    of: ReminderKind.allCases.map(DueEntry.Kind.reminder),
                    in: view.id,
                    span,
                    after: seen.map { ($0.at, UserKey($0.user), $0.kind) },
                    limit: limit
                )
                looked += entries.count
                let scene = try ReminderScene(
                    entries.map(\.user),
                    in: view,
                    zones,
                    on: connection
                )
                for entry in entries where found.count < limit {
                    seen = PlannedReminder.Cursor(entry)
                    if let reminder = scene.planned(entry) { found.append(reminder) }
                }
                if entries.count < limit, seen == entries.last.map(PlannedReminder.Cursor.init) {
                    return PlannedReminders(reminders: found, next: nil)
                }
                if entries.isEmpty { return PlannedReminders(reminders: found, next: nil) }
            }
            return PlannedReminders(reminders: found, next: seen)
        }
    }
}

extension PlannedReminder.Cursor {
    fileprivate init(_ entry: DueEntry) {
        self.init(at: entry.at, user: entry.user.number, kind: entry.kind.rawValue)
    }
}

extension ReminderScene {
    /// What an entry announces, unless something has outdated it.
    fileprivate func planned(_ entry: DueEntry) -> PlannedReminder? {
        guard let kind = entry.reminderKind, settings[kind].isEnabled, let user = user(entry.user),
            let id = user.user?.id
        else { return nil }
        if entry.at <= view.now {
            // It is judged any moment.
            guard let occasion = occasion(of: entry, kind), occasion.objection == nil else {
                return nil
            }
        } else if kind.isOfStreak {
            let next = search(kind, of: entry.user)?.next(after: view.now)
            guard entry.subject == definition?.id.number, next?.occasion != nil,
                next?.lookAt == entry.at
            else { return nil }
        } else if kind != .achievement {
            guard plan(entry.user, [kind]).first?.at == entry.at else { return nil }
        }
        return PlannedReminder(
            userID: id,
            kind: kind,
            at: entry.at,
            local: user.zone.localDateTime(at: entry.at),
            subject: subject(of: kind, entry.subject),
            cursor: PlannedReminder.Cursor(entry)
        )
    }
}
