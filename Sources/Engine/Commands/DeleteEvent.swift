/// Takes an event back; its idempotency key stays used.
public struct DeleteEvent: UserCommand {
    /// What it comes to.
    public typealias Outcome = Void

    /// The event.
    public let id: EventID
    /// The user, whose key the event's id carries.
    public var user: UserKey

    /// The end of an event.
    public init(_ id: EventID) {
        self.id = id
        user = id.user
    }

    /// Nothing: the user is named by key.
    public var callersID: String? { nil }

    /// The deletion.
    public var userTouches: [UserTouch] { [.deletion(id)] }

    /// Takes the event out of everything that it counted for.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) {
        try fold.delete(id, number: number, in: &snapshot)
    }
}
