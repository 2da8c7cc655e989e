public import CivilTime
private import JSONText
private import Sodium

extension UnverifiedToken {
    /// What the token claims, once a key has vouched for it and it holds at a moment.
    ///
    /// The algorithm is the key's; the token's own word for it has to agree. A `kid` that names one
    /// of the keys chooses it alone; with any other, or none, each key is tried. `exp` ends the
    /// token at that second; `nbf` is excused for as long as clocks may differ.
    public func verified(
        by keys: [VerificationKey],
        at now: Instant
    ) throws(TokenError) -> TokenClaims {
        let suitable = keys.filter { $0.material.algorithm.rawValue == algorithm }
        guard !suitable.isEmpty else {
            let names = Set(keys.map(\.material.algorithm.rawValue)).sorted()
            throw TokenError(
                .wrongAlgorithm,
                names.isEmpty
                    ? "There is no key to verify the token with."
                    : "The token must be signed with \(names.joined(separator: " or "))."
            )
        }
        let named = keys.filter { $0.id.utf8.elementsEqual((keyID ?? "").utf8) }
        let candidates =
            keyID == nil || named.isEmpty
            ? suitable : named.filter { $0.material.algorithm.rawValue == algorithm }
        guard candidates.contains(where: { isSigned(with: $0.material) }) else {
            throw TokenError(.wrongSignature, "The token's signature fits no key.")
        }
        let claims = TokenClaims(unverifiedClaims)
        try claims.checkTime(now)
        return claims
    }

    private func isSigned(with key: KeyMaterial) -> Bool {
        if key.algorithm == .hs256 {
            // Compared here in a time that tells nothing; what libjwt does depends on its version.
            let expected = Sodium.authenticator(
                of: Array(signedText.utf8),
                key: Array(key.text.utf8)
            )
            guard Sodium.areEqual(expected, signature) else { return false }
        }
        return JWTLibrary.verifies(text, with: key)
    }
}
