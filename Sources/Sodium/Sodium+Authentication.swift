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
}
