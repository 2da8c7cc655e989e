/// Takes events in: all of them or, when one is refused, none.
public struct RecordEvents: Command {
    /// What it comes to.
    public typealias Outcome = [RecordedEvent]

    /// The events.
    public private(set) var drafts: [EventDraft]

    /// Some events, in the order in which they are taken in.
    public init(_ drafts: [EventDraft]) {
        self.drafts = drafts
    }

    /// Each user of an event.
    public var users: [CommandUser] { drafts.map(\.commandUser) }

    /// One for each event.
    public var eventCount: Int { max(1, drafts.count) }

    /// The events, and what they tell of their users.
    public var touches: [Touch] {
        drafts.enumerated().map { index, draft in
            Touch(user: draft.user, .event(draft, index: index))
        }
    }

    /// Gives the users other keys.
    public mutating func changeKeys(_ key: (CommandUser) -> UserKey) {
        for index in drafts.indices { drafts[index].user = key(drafts[index].commandUser) }
    }

    /// Takes the events in, one after the other; a refusal names the event that it is about.
    public func apply(
        in fold: Fold,
        firstNumber: Int64,
        to snapshots: inout [UserKey: Snapshot]
    ) throws(Interruption) -> [RecordedEvent] {
        var touched: [UserKey: Snapshot] = [:]
        touched.reserveCapacity(min(drafts.count, snapshots.count))
        var recorded: [RecordedEvent] = []
        recorded.reserveCapacity(drafts.count)
        for (index, draft) in drafts.enumerated() {
            let key = draft.user
            var snapshot =
                if let changed = touched.removeValue(forKey: key) { changed } else {
                    try snapshots.snapshot(of: key)
                }
            do {
                let number = firstNumber + Int64(index)
                recorded.append(try fold.record(draft, number: number, in: &snapshot))
                try fold.finish(&snapshot)
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

extension EventDraft {
    fileprivate var commandUser: CommandUser { CommandUser(user, id: userID) }
}
