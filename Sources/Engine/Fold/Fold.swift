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
    ) throws(Interruption) -> Outcome {
        switch command {
        case .record(let drafts):
            return .recorded(try record(drafts, in: &snapshots, nextNumber: nextNumber))
        case .identify(let draft):
            return .identified(
                try change(draft.user, in: &snapshots) { snapshot throws(Interruption) in
                    try identify(draft, in: &snapshot)
                }
            )
        case .deleteEvent(let id):
            try change(id.user, in: &snapshots) { snapshot throws(Interruption) in
                try delete(id, in: &snapshot)
            }
            return .deleted(id)
        case .completeAchievement(let draft):
            let completed = try change(draft.user, in: &snapshots) {
                snapshot throws(Interruption) in try complete(draft, in: &snapshot)
            }
            let id = CompletionID(achievement: completed.achievement.id, user: draft.user)
            return .completed(completed, id)
        case .judge(let user, let achievements):
            return .judged(
                try change(user, in: &snapshots) { snapshot throws(Interruption) in
                    try judge(achievements, in: &snapshot)
                }
            )
        case .adjustStreak(let adjustment):
            let number = nextNumber()
            return .adjusted(
                try change(adjustment.user, in: &snapshots) { snapshot throws(Interruption) in
                    try adjust(adjustment, number: number, in: &snapshot)
                }
            )
        case .prefer(let draft):
            return .preferred(
                try change(draft.user, in: &snapshots) { snapshot throws(Interruption) in
                    try prefer(draft, in: &snapshot)
                }
            )
        case .settleStreak(let id, let user):
            guard let definition = rulebook.streak(id: id) else { return .settled }
            try change(user, in: &snapshots) { snapshot throws(Interruption) in
                try lacking(of: user) { () throws(StreakGap) in
                    try settleStreak(definition, in: &snapshot)
                }
            }
            return .settled
        }
    }

    /// Changes a copy of a user's snapshot, which takes its place unless something goes wrong.
    func change<Value>(
        _ user: UserKey,
        in snapshots: inout [UserKey: Snapshot],
        _ body: (inout Snapshot) throws(Interruption) -> Value
    ) throws(Interruption) -> Value {
        var snapshot = snapshots[user] ?? Snapshot(key: user)
        let value = try body(&snapshot)
        try reachLengths(tellingOf: nil, in: &snapshot)
        snapshots[user] = snapshot
        return value
    }

    private func record(
        _ drafts: [EventDraft],
        in snapshots: inout [UserKey: Snapshot],
        nextNumber: () -> Int64
    ) throws(Interruption) -> [RecordedEvent] {
        var touched: [UserKey: Snapshot] = [:]
        var recorded: [RecordedEvent] = []
        recorded.reserveCapacity(drafts.count)
        for (index, draft) in drafts.enumerated() {
            let key = draft.user
            var snapshot =
                touched.removeValue(forKey: key) ?? snapshots[key] ?? Snapshot(key: key)
            do {
                recorded.append(try record(draft, number: nextNumber(), in: &snapshot))
                try reachLengths(tellingOf: nil, in: &snapshot)
            } catch {
                guard case .refused(var refusal) = error else { throw error }
                refusal.index = index
                throw .refused(refusal)
            }
            touched[key] = snapshot
        }
        snapshots.merge(touched) { _, new in new }
        return recorded
    }
}

/// Turns what the rules refuse into a reason to stop.
func refusing<Value>(_ body: () throws(Refusal) -> Value) throws(Interruption) -> Value {
    do {
        return try body()
    } catch {
        throw .refused(error)
    }
}

/// Turns what has to be looked up about a user into a reason to stop.
func lacking<Value>(
    of user: UserKey,
    _ body: () throws(StreakGap) -> Value
) throws(Interruption) -> Value {
    do {
        return try body()
    } catch {
        throw .lacking(error, of: user)
    }
}
