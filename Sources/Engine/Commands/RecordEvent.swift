/// Takes one event in.
public struct RecordEvent: UserCommand {
    /// What it comes to.
    public typealias Outcome = RecordedEvent

    /// The event.
    public private(set) var draft: EventDraft

    /// An event to be taken in.
    public init(_ draft: EventDraft) {
        self.draft = draft
    }

    /// The user whose event it is.
    public var user: UserKey {
        get { draft.user }
        set { draft.user = newValue }
    }

    /// The caller's own id of the user.
    public var callersID: String? { draft.userID }

    /// The event, and what it tells of the user.
    public var userTouches: [UserTouch] { [.event(draft, index: 0)] }

    /// Takes it in; a key that was used before changes nothing.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> RecordedEvent {
        try fold.record(draft, number: number, in: &snapshot)
    }
}
