public import CivilTime
private import Sodium
private import Synchronization

/// Some keys, and the tokens that they are known to have signed.
///
/// A client sends the same token with every request, and libjwt takes up to half a millisecond to
/// verify one with a public key. So the digests of tokens whose signature fitted are remembered,
/// here and for these keys alone: with other keys there is another verifier, which knows nothing.
/// Whether a token holds now is looked at every time.
public final class TokenVerifier: Sendable {
    /// The keys that may have signed.
    public let keys: [VerificationKey]

    private let maximumRemembered: Int
    private let fitting = Mutex<Set<[UInt8]>>([])

    /// A verifier with some keys, which remembers at most so many tokens.
    public init(keys: [VerificationKey], maximumRemembered: Int) {
        self.keys = keys
        self.maximumRemembered = maximumRemembered
    }

    /// What a token claims, once a key has vouched for it and it holds at a moment.
    ///
    /// The algorithm is the key's; the token's own word for it has to agree. A `kid` that names one
    /// of the keys chooses it alone; with any other, or none, each key is tried. `exp` ends the
    /// token at that second; `nbf` is excused for as long as clocks may differ.
    public func claims(
        of token: UnverifiedToken,
        at now: Instant
    ) throws(TokenError) -> TokenClaims {
        let digest = Sodium.digest(of: token.bytes)
        if !fitting.withLock({ $0.contains(digest) }) {
            try token.checkSignature(by: keys)
            remember(digest)
        }
        let claims = TokenClaims(token.unverifiedClaims)
        try claims.checkTime(now)
        return claims
    }

    private func remember(_ digest: [UInt8]) {
        fitting.withLock { fitting in
            // Forgetting all of them costs each sender one verification, and no order to be kept.
            if fitting.count >= maximumRemembered { fitting.removeAll(keepingCapacity: true) }
            fitting.insert(digest)
        }
    }
}
