public import Engine
public import Storage

/// Somebody who does something with every fact: at least once, and in order.
public protocol Follower: Sendable {
    /// Under which name its place is kept. Of all processes that follow under one name, one works.
    var name: String { get }

    /// Which kinds of facts it is about; nothing where it is about all. Its place moves past the others
    /// too.
    var kinds: Set<Fact.Kind>? { get }

    /// Does what is done outside the database. What it throws ends the following; the facts come
    /// again.
    func deliver(_ facts: [PlacedFact]) async throws

    /// Records what was done, in the transaction that moves the place.
    func record(_ facts: [PlacedFact], on connection: any Connection) throws(StorageError)

    /// Is told that what was recorded is in the database.
    func noteRecorded()

    /// What goes on beside the following while this process holds the lease; it ends soon once its
    /// task is cancelled.
    func accompany(_ lease: FollowerLease) async

    /// Is told what an operator should know.
    func note(_ note: FollowerNote)
}

extension Follower {
    /// All.
    public var kinds: Set<Fact.Kind>? { nil }

    /// Does nothing outside the database.
    public func deliver(_ facts: [PlacedFact]) async throws {}

    /// Records nothing but the place.
    public func record(
        _ facts: [PlacedFact],
        on connection: any Connection
    ) throws(StorageError) {}

    /// Keeps it to itself.
    public func noteRecorded() {}

    /// Nothing goes on beside.
    public func accompany(_ lease: FollowerLease) async {}

    /// Keeps it to itself.
    public func note(_ note: FollowerNote) {}
}

/// Something about a follower that an operator should know.
public enum FollowerNote: Sendable {
    /// Another process does the work; this one takes over when that ends.
    case waiting
    /// This process does the work.
    case working
    /// Another process took the lease over.
    case leaseLost
    /// The place is of another order, as the database was copied or restored: all that is kept
    /// comes again.
    case orderChanged
    /// What came after the place is not kept any longer: some facts may be missing.
    case factsMissing
    /// The database does not answer as it should; it is asked again.
    case databaseFailed(StorageError)
}
