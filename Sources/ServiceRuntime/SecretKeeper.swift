import OperatingSystem
public import Sodium
private import Synchronization

/// Keeps secrets that the service needs itself, such as those that sign webhooks: sealed, so that a
/// copy of the database tells nobody what they are.
///
/// The key comes from the environment, or from a file, which is made when it is first needed.
public final class SecretKeeper: Sendable {
    /// Where the key is.
    public enum Source: Sendable {
        /// Here.
        case given(SealingKey)
        /// In a file.
        case file(String)
        /// Nowhere; the sentence says what to do about it.
        case nowhere(String)
    }

    private let source: Source
    private let known = Mutex<SealingKey?>(nil)

    /// A keeper whose key comes from somewhere.
    public init(_ source: Source) {
        self.source = source
    }

    /// A keeper with a key of its own, which nobody else ever has.
    public static var forgetful: SecretKeeper { SecretKeeper(.given(.random())) }

    /// Seals a secret.
    public func seal(_ secret: String) throws(ServiceError) -> String {
        try key(mayMake: true).seal(Array(secret.utf8))
    }

    /// What was sealed.
    public func open(_ sealed: String) throws(ServiceError) -> String {
        guard let bytes = try key(mayMake: false).open(sealed) else {
            throw ServiceError(
                .unavailable,
                "A secret cannot be read: it was sealed with another key. Start the server with the "
                    + "key that it had."
            )
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func key(mayMake: Bool) throws(ServiceError) -> SealingKey {
        if let key = known.withLock({ $0 }) { return key }
        let key = try find(mayMake: mayMake)
        known.withLock { $0 = key }
        return key
    }

    private func find(mayMake: Bool) throws(ServiceError) -> SealingKey {
        switch source {
        case .given(let key): return key
        case .nowhere(let advice): throw ServiceError(.unavailable, advice)
        case .file(let path):
            do throws(SystemError) {
                if mayMake, !DurableFile.exists(path) {
                    _ = try PrivateFile.create(path, Array((SealingKey.random().text + "\n").utf8))
                }
                let text = String(decoding: try TextFile.read(path), as: UTF8.self)
                if let key = SealingKey(text.filter { !$0.isWhitespace }) { return key }
            } catch {
                throw ServiceError(
                    .unavailable,
                    "The file with the key that seals secrets cannot be read.",
                    cause: error
                )
            }
            throw ServiceError(
                .unavailable,
                "The file with the key that seals secrets does not hold 32 bytes in base64."
            )
        }
    }
}
