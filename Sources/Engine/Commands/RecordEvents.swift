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

    /// Takes the events in, those of each user one after the other; a refusal names the event that
    /// it is about, and of several the first.
    ///
    /// What the events of some users lack is asked for together.
    public func apply(
        in fold: Fold,
        firstNumber: Int64,
        to snapshots: inout [UserKey: Snapshot]
    ) throws(Interruption) -> [RecordedEvent] {
        if drafts.count == 1 {
            return [try applyAlone(in: fold, firstNumber: firstNumber, to: &snapshots)]
        }
        var applied = Applied(count: drafts.count)
        let byUser = Dictionary(grouping: drafts.indices) { drafts[$0].user }
        for (user, indices) in byUser {
            do throws(Interruption) {
                var snapshot = try snapshots.snapshot(of: user)
                let events = try fold.record(
                    indices.map { (drafts[$0], firstNumber + Int64($0)) },
                    in: &snapshot
                )
                for (index, event) in zip(indices, events) { applied.events[index] = event }
                applied.snapshots[user] = snapshot
            } catch {
                applied.note(error, at: indices)
            }
        }
        try applied.check()
        snapshots.merge(applied.snapshots) { _, new in new }
        return applied.events.compactMap { $0 }
    }

    private func applyAlone(
        in fold: Fold,
        firstNumber: Int64,
        to snapshots: inout [UserKey: Snapshot]
    ) throws(Interruption) -> RecordedEvent {
        do throws(Interruption) {
            return try RecordEvent(drafts[0]).apply(
                in: fold,
                firstNumber: firstNumber,
                to: &snapshots
            )
        } catch {
            guard case .refused(var refusal) = error else { throw error }
            refusal.index = 0
            throw .refused(refusal)
        }
    }
}

/// What the events of a batch have come to, user by user.
private struct Applied {
    var events: [RecordedEvent?]
    var snapshots: [UserKey: Snapshot] = [:]
    private var wants: Set<Want> = []
    private var refusal: Refusal?

    init(count: Int) { events = Array(repeating: nil, count: count) }

    /// Notes what has interrupted the events of a user.
    mutating func note(_ interruption: Interruption, at indices: [Int]) {
        switch interruption {
        case .lacking(let lacking): wants.formUnion(lacking)
        case .refused(var refused):
            refused.index = refused.index.map { indices[$0] }
            if let earlier = refusal?.index, let later = refused.index, earlier < later { return }
            refusal = refused
        }
    }

    /// Stops where something is lacking, since an event before one that was refused may be refused
    /// too, or where one was.
    func check() throws(Interruption) {
        if !wants.isEmpty { throw .lacking(wants) }
        if let refusal { throw .refused(refusal) }
    }
}

extension EventDraft {
    fileprivate var commandUser: CommandUser { CommandUser(user, id: userID) }
}
