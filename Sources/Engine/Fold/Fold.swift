public import CivilTime

/// The rules applied to commands, one after the other, at one moment in one workspace.
///
/// A fold reads no clock and no storage: everything it needs is in the snapshots, and everything
/// it decides is left in them to be written.
public struct Fold: Sendable {
    /// The workspace's configuration.
    public let rulebook: Rulebook
    /// Where zone names are resolved.
    public let zones: ZoneDatabase
    /// The moment.
    public let now: Instant
    /// Whether the commands may have been carried out already, in a transaction whose end nobody
    /// heard.
    ///
    /// What was done then is told again, and not done twice.
    public let isRetry: Bool

    /// A fold at a moment.
    public init(
        rulebook: Rulebook,
        zones: ZoneDatabase,
        now: Instant,
        isRetry: Bool = false
    ) {
        self.rulebook = rulebook
        self.zones = zones
        self.now = now
        self.isRetry = isRetry
    }

    /// Applies a command to the snapshots of its users: all of it or, when it is refused, nothing.
    ///
    /// `nextNumber` draws the number of each event.
    public func apply(
        _ command: Command,
        to snapshots: inout [UserKey: Snapshot],
        nextNumber: () -> Int64
    ) throws(Refusal) -> Outcome {
        switch command {
        case .record(let drafts):
            return .recorded(try record(drafts, in: &snapshots, nextNumber: nextNumber))
        case .identify(let draft):
            var snapshot = snapshots[draft.user] ?? Snapshot(key: draft.user)
            let identified = try identify(draft, in: &snapshot)
            snapshots[draft.user] = snapshot
            return .identified(identified)
        case .deleteEvent(let id):
            var snapshot = snapshots[id.user] ?? Snapshot(key: id.user)
            try delete(id, in: &snapshot)
            snapshots[id.user] = snapshot
            return .deleted(id)
        case .completeAchievement(let draft):
            var snapshot = snapshots[draft.user] ?? Snapshot(key: draft.user)
            let completed = try complete(draft, in: &snapshot)
            snapshots[draft.user] = snapshot
            let id = CompletionID(achievement: completed.achievement.id, user: draft.user)
            return .completed(completed, id)
        case .judge(let user, let achievements):
            var snapshot = snapshots[user] ?? Snapshot(key: user)
            let completed = try judge(achievements, in: &snapshot)
            snapshots[user] = snapshot
            return .judged(completed)
        }
    }

    private func record(
        _ drafts: [EventDraft],
        in snapshots: inout [UserKey: Snapshot],
        nextNumber: () -> Int64
    ) throws(Refusal) -> [RecordedEvent] {
        var touched: [UserKey: Snapshot] = [:]
        var recorded: [RecordedEvent] = []
        recorded.reserveCapacity(drafts.count)
        for (index, draft) in drafts.enumerated() {
            let key = draft.user
            var snapshot =
                touched.removeValue(forKey: key) ?? snapshots[key] ?? Snapshot(key: key)
            do {
                recorded.append(try record(draft, number: nextNumber(), in: &snapshot))
            } catch {
                var refusal = error
                refusal.index = index
                throw refusal
            }
            touched[key] = snapshot
        }
        snapshots.merge(touched) { _, new in new }
        return recorded
    }
}
