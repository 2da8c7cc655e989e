import Sodium
private import Synchronization

/// The secret of the link that makes the first owner; it works while nobody can sign in.
final class FirstRun: Sendable {
    private let digest = Mutex<[UInt8]?>(nil)

    /// Draws a secret; the one before does not work any more.
    func begin() -> String {
        let secret = Sodium.randomBytes(count: 24).hexadecimal
        digest.withLock { $0 = Sodium.digest(of: Array(secret.utf8)) }
        return secret
    }

    /// Whether this is the secret.
    func accepts(_ secret: String) -> Bool {
        let digest = digest.withLock { $0 }
        guard let digest else { return false }
        return Sodium.areEqual(Sodium.digest(of: Array(secret.utf8)), digest)
    }

    /// Lets the secret work no more.
    func end() { digest.withLock { $0 = nil } }
}
