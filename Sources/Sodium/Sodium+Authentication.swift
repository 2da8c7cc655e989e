private import CSodium

extension Sodium {
    /// The HMAC-SHA-256 of some bytes under a key of any length, 32 bytes long.
    public static func authenticator(of bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        requireReady()
        var state = crypto_auth_hmacsha256_state()
        var authenticator = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        _ = unsafe crypto_auth_hmacsha256_init(&state, key, key.count)
        _ = unsafe crypto_auth_hmacsha256_update(&state, bytes, UInt64(bytes.count))
        _ = unsafe crypto_auth_hmacsha256_final(&state, &authenticator)
        return authenticator
    }

    /// The SHA-256 of some bytes, 32 bytes long, as others compute it too.
    public static func sha256(of bytes: [UInt8]) -> [UInt8] {
        requireReady()
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        _ = unsafe crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        return digest
    }
}
