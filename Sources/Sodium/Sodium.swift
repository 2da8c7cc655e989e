private import CSodium

/// What Laurel asks of libsodium: random bytes, digests, and comparison that takes no shortcuts.
public enum Sodium {
    /// Whether the library could initialise itself; it has to, once, before any other call.
    private static let isReady = sodium_init() >= 0

    static func requireReady() {
        precondition(
            isReady,
            "libsodium could not initialise: the system has no source of randomness"
        )
    }

    /// Bytes nobody can predict.
    public static func randomBytes(count: Int) -> [UInt8] {
        requireReady()
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe randombytes_buf(&bytes, count)
        return bytes
    }

    /// The BLAKE2b digest of some bytes, 32 bytes long.
    public static func digest(of bytes: [UInt8]) -> [UInt8] {
        requireReady()
        var digest = [UInt8](repeating: 0, count: Int(crypto_generichash_BYTES))
        _ = unsafe crypto_generichash(
            &digest,
            digest.count,
            bytes,
            UInt64(bytes.count),
            nil,
            0
        )
        return digest
    }

    /// Whether two byte strings are equal, in a time that depends on their lengths alone.
    public static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        requireReady()
        guard left.count == right.count else { return false }
        return unsafe sodium_memcmp(left, right, left.count) == 0
    }

    /// SipHash-2-4 of some bytes under a secret key of `shortHashKeyLength` bytes.
    ///
    /// Without the key nobody can choose inputs that collide.
    public static func shortHash(of bytes: [UInt8], key: [UInt8]) -> UInt64 {
        requireReady()
        precondition(key.count == shortHashKeyLength, "a short-hash key has 16 bytes")
        var hash = [UInt8](repeating: 0, count: 8)
        _ = unsafe crypto_shorthash(&hash, bytes, UInt64(bytes.count), key)
        return hash.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// How many bytes the key of a short hash has.
    public static let shortHashKeyLength = 16
}
