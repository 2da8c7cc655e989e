private import Sodium

extension UnverifiedToken {
    /// Refuses the token unless one of some keys has signed it.
    func checkSignature(by keys: [VerificationKey]) throws(TokenError) {
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
    }

    private func isSigned(with key: KeyMaterial) -> Bool {
        if key.algorithm == .hs256 {
            // Compared here in a time that tells nothing; what libjwt does depends on its version.
            let expected = Sodium.authenticator(
                of: Array(signedBytes),
                key: Array(key.text.utf8)
            )
            guard Sodium.areEqual(expected, signature) else { return false }
        }
        return JWTLibrary.verifies(bytes, with: key)
    }
}
