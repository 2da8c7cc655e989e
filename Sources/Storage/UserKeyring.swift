public import Engine
private import Sodium

/// Derives users' keys from their workspaces and ids under the database's own secret.
///
/// Two ids may, once in very many, get the same key. Then the later one takes the key of its next
/// attempt, and whoever looks a user up goes on until an attempt's row is the user's or missing.
public struct UserKeyring: Sendable {
    private let secret: [UInt8]
    private let mask: UInt64

    /// A keyring with a secret of 16 bytes.
    ///
    /// Fewer bits make collisions common, for tests.
    public init(secret: [UInt8], bitWidth: Int = UserKey.bitWidth) {
        precondition(secret.count == Sodium.shortHashKeyLength, "the secret has 16 bytes")
        self.secret = secret
        mask = bitWidth >= 64 ? .max : 1 << UInt64(bitWidth) - 1
    }

    /// The key that a user has unless an earlier attempt's row is someone else's.
    public func key(of id: String, in workspace: WorkspaceID, attempt: Int = 0) -> UserKey {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16 + id.utf8.count)
        Self.append(UInt64(bitPattern: workspace.number), to: &bytes)
        Self.append(UInt64(attempt), to: &bytes)
        bytes.append(contentsOf: id.utf8)
        return UserKey(hash: Sodium.shortHash(of: bytes, key: secret) & mask)
    }

    /// The key of the first attempt after the one that gave a key which gives another key than all
    /// attempts before it, so that going on from key to key never comes back.
    public func key(after key: UserKey, of id: String, in workspace: WorkspaceID) -> UserKey {
        var tried: Set<UserKey> = []
        var attempt = 0
        while true {
            let next = self.key(of: id, in: workspace, attempt: attempt)
            if tried.contains(key), !tried.contains(next) { return next }
            tried.insert(next)
            attempt += 1
        }
    }

    /// A secret for something else that follows from the database's own.
    public func secret(for purpose: String) -> [UInt8] {
        Sodium.authenticator(of: Array(purpose.utf8), key: secret)
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
