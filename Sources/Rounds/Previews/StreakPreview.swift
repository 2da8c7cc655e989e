import Catalogue
public import CivilTime
public import Engine
public import Storage

/// What a change of a streak would change, as far as users have been looked at.
public struct StreakPreview: Sendable {
    /// The question, and how far its answer has come.
    public let stored: StoredStreakPreview
    /// The UUID of the streak.
    public let streakID: String
    /// How lengths would change.
    public let changes: LengthChanges
    /// The ids of the users with the largest differences; who was erased meanwhile has none.
    public let userIDs: [UserKey: String]

    /// When it will be forgotten; nothing while it runs.
    public var expiresAt: Instant? {
        stored.finishedAt.map { $0 + RoundLimits.previewRetention }
    }
}

extension StreakPreview {
    init(
        _ stored: StoredStreakPreview,
        of streakID: String,
        on connection: any Connection
    ) throws(StorageError) {
        self.stored = stored
        self.streakID = streakID
        changes = try stored.changes()
        let rows = try connection.users.rows(of: changes.largest.map(\.user))
        userIDs = Dictionary(
            rows.compactMap { row in row.user.map { (row.key, $0.id) } }
        ) { first, _ in first }
    }
}

extension StoredStreakPreview {
    /// How lengths would change, as far as users have been looked at.
    func changes() throws(StorageError) -> LengthChanges {
        do {
            return try LengthChanges(stored: result)
        } catch {
            throw StorageError(.invalidValue, "the result of a preview is unreadable: \(error)")
        }
    }

    /// The preview as it is now: outdated from the moment on at which its streak changed.
    func asOf(_ streak: StreakDefinition) -> StoredStreakPreview {
        var preview = self
        if streak.revision != revision || streak.archivedAt != nil { preview.status = .outdated }
        return preview
    }

    /// The streak with the change, as if that were made at a moment.
    func proposed(
        of definition: StreakDefinition,
        in rulebook: Rulebook,
        zones: ZoneDatabase,
        at moment: Instant
    ) throws(StorageError) -> StreakDefinition {
        let rule: StreakRule
        do {
            rule = rulebook.compiled(try StreakRuleDocument.rule(from: self.rule, zones: zones))
        } catch {
            throw StorageError(.invalidValue, "the rule of a preview is unreadable: \(error)")
        }
        var proposed = definition
        _ = proposed.change(
            to: rule,
            isPaused: isPaused,
            isCustomizable: isCustomizable,
            at: moment,
            for: scope
        )
        return proposed
    }
}
