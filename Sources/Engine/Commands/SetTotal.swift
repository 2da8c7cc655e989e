/// Brings a user's total of a metric to a value, by an event of the difference.
///
/// The difference is found while the events of others wait, so nothing that comes at the same time is
/// lost or counted twice; a total that is there already takes no event.
public struct SetTotal: UserCommand {
    /// What it comes to.
    public struct Outcome: Hashable, Sendable {
        /// The total.
        public let total: Amount
        /// The event that brought it there; nothing where none was needed.
        public let event: EventID?
    }

    private var draft: EventDraft
    private let target: Amount

    /// A total that a user is to have.
    public init(user: UserKey, userID: String, metricKey: String, total: Amount) {
        target = total
        draft = EventDraft(user: user, userID: userID, metricKey: metricKey, amount: total)
    }

    /// The user whose total it is.
    public var user: UserKey {
        get { draft.user }
        set { draft.user = newValue }
    }

    /// The caller's own id of the user.
    public var callersID: String? { draft.userID }

    /// The event that may come of it.
    public var userTouches: [UserTouch] { [.event(draft, index: 0)] }

    /// Takes an event of the difference in, if there is one.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> Outcome {
        guard let metric = fold.rulebook.metric(key: draft.metricKey), !metric.isOfStreak else {
            throw .refused(Refusal(.unknownMetric(draft.metricKey)))
        }
        var draft = draft
        if try !isDone(metric, by: number, in: fold, snapshot) {
            let total = try snapshot.tally(of: metric.id).total
            guard let difference = target.adding(total.negated) else {
                throw .refused(Refusal(.totalOutOfRange))
            }
            guard difference != .zero else { return Outcome(total: target, event: nil) }
            draft.amount = difference
        }
        let recorded = try fold.record(draft, number: number, in: &snapshot)
        return Outcome(total: recorded.total, event: recorded.id)
    }

    /// Whether the event is there already, of a try whose end nobody heard of.
    private func isDone(
        _ metric: Metric,
        by number: Int64,
        in fold: Fold,
        _ snapshot: Snapshot
    ) throws(Interruption) -> Bool {
        guard fold.isRetry else { return false }
        let id = EventID(number: number, user: snapshot.key)
        return try snapshot.event(OwnEvent(id: id, metric: metric.id, key: nil)) != nil
    }
}
