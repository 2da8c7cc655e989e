public import CivilTime
public import Storage

/// The lease of a follower, for what goes on beside the following.
public struct FollowerLease: Sendable {
    let name: String
    let holder: String
    let held: HeldLease

    /// Whether nobody else can have it yet, as far as this process knows.
    public var isHeld: Bool { held.isHeld() }

    /// Whether this process holds it in a transaction that writes: nobody takes it before that ends.
    public func confirm(
        on connection: any Connection,
        now: Instant
    ) throws(StorageError) -> Bool {
        try connection.followers.renew(name, by: holder, now: now)
    }
}
