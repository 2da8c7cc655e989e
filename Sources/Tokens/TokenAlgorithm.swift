/// How tokens are signed.
public enum TokenAlgorithm: String, Hashable, Sendable, CaseIterable {
    /// HMAC with SHA-256: whoever can verify can sign.
    case hs256 = "HS256"
    /// RSA (PKCS #1, version 1.5) with SHA-256.
    case rs256 = "RS256"
    /// ECDSA on the curve P-256 with SHA-256.
    case es256 = "ES256"
}
