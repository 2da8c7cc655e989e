/// What a caller asks for about one user or several: all of it is done or, when it is refused,
/// nothing.
///
/// A kind of command is a type of its own, so that whoever submits one is given what that kind comes
/// to. It says whom it is about and how it is applied; nobody else has to know the kinds there are.
public protocol Command: Sendable {
    /// What it comes to.
    associatedtype Outcome: Sendable

    /// Whom it is about, in no order.
    var users: [CommandUser] { get }

    /// How many events it counts as in a group; anything that is no event counts as one.
    ///
    /// So many numbers are drawn for it, in a row and once: whatever it makes has the same number when
    /// its transaction has to be repeated, and is known again by it.
    var eventCount: Int { get }

    /// What it is about to do, as far as that can be told before it is applied.
    ///
    /// It serves to look things up in bulk. What is left out here is looked up later, when the rules
    /// ask for it, so it costs time and changes no outcome.
    var touches: [Touch] { get }

    /// Changes the keys of the users whom it names by the caller's own id.
    mutating func changeKeys(_ key: (CommandUser) -> UserKey)

    /// Applies it to the snapshots of its users; where it is interrupted, these stay as they were.
    ///
    /// Where the fold is of a retry, the command may have been carried out before, in a transaction
    /// whose end nobody heard of. It then finds what it made by its number, and tells of that instead
    /// of doing it twice.
    func apply(
        in fold: Fold,
        firstNumber: Int64,
        to snapshots: inout [UserKey: Snapshot]
    ) throws(Interruption) -> Outcome
}

/// A user as a command names one.
public struct CommandUser: Hashable, Sendable {
    /// The key.
    public let key: UserKey
    /// The caller's own id; nothing where the command was given the key alone.
    ///
    /// A key that was learned elsewhere could be that of another workspace's user.
    public let id: String?

    /// A user by key, and by id if the caller named it.
    public init(_ key: UserKey, id: String? = nil) {
        self.key = key
        self.id = id
    }
}

/// A command about one user.
public protocol UserCommand: Command {
    /// The user.
    var user: UserKey { get set }

    /// The caller's own id of the user; nothing where the command was given the key alone.
    var callersID: String? { get }

    /// What it is about to do to the user.
    var userTouches: [UserTouch] { get }

    /// Applies it to the user's snapshot, which is dropped where the command is interrupted.
    func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> Outcome
}

extension UserCommand {
    /// The user alone.
    public var users: [CommandUser] { [CommandUser(user, id: callersID)] }

    /// No events.
    public var eventCount: Int { 1 }

    /// What it is about to do to the user.
    public var touches: [Touch] { userTouches.map { Touch(user: user, $0) } }

    /// Gives the user another key, if the caller named the user.
    public mutating func changeKeys(_ key: (CommandUser) -> UserKey) {
        guard callersID != nil else { return }
        user = key(CommandUser(user, id: callersID))
    }

    /// Applies it to a copy of the user's snapshot, which takes its place unless something is wrong.
    public func apply(
        in fold: Fold,
        firstNumber: Int64,
        to snapshots: inout [UserKey: Snapshot]
    ) throws(Interruption) -> Outcome {
        var snapshot = try snapshots.snapshot(of: user)
        let outcome = try apply(in: fold, number: firstNumber, to: &snapshot)
        try fold.finish(&snapshot)
        snapshots[user] = snapshot
        return outcome
    }
}
