/// What tokens are verified with: a secret, or a public key, for one algorithm.
///
/// It says what it is for, and nothing else, wherever it is printed.
public struct KeyMaterial: Hashable, Sendable {
    /// The one algorithm that tokens of this key are signed with.
    public let algorithm: TokenAlgorithm
    /// The secret, or the public key in PEM.
    let text: String

    private init(_ algorithm: TokenAlgorithm, _ text: String) {
        self.algorithm = algorithm
        self.text = text
    }

    /// The secret of HS256: the bytes of a text in UTF-8.
    public init(secret text: String) throws(KeyProblem) {
        let length = TokenLimits.secretBytes
        guard text.utf8.count >= length.lowerBound else {
            throw KeyProblem("must have at least \(length.lowerBound) bytes")
        }
        guard text.utf8.count <= length.upperBound else {
            throw KeyProblem("must have at most \(length.upperBound) bytes")
        }
        guard !text.utf8.contains(0) else { throw KeyProblem("must not have null characters") }
        // What begins like this is public, or would be shared with whoever verifies.
        guard !text.contains("-----BEGIN") else {
            throw KeyProblem("must be a secret of your own, not a key in PEM")
        }
        self.init(.hs256, text)
    }

    /// The public key of RS256 or ES256, in PEM.
    public init(publicKey text: String, for algorithm: TokenAlgorithm) throws(KeyProblem) {
        precondition(algorithm != .hs256, "HS256 has a secret")
        let pem = try PEM(text)
        guard pem.label == "PUBLICKEY" else { throw KeyProblem(Self.problem(withLabel: pem.label)) }
        guard let info = PublicKeyInfo(pem.bytes) else {
            throw KeyProblem("must be a public key of RSA, or of the curve P-256")
        }
        try Self.check(info, for: algorithm)
        self.init(algorithm, PEM.publicKey(pem.bytes))
    }

    /// What `storedText` gave.
    public init(stored text: String, algorithm: TokenAlgorithm) throws(KeyProblem) {
        switch algorithm {
        case .hs256: try self.init(secret: text)
        case .rs256, .es256: try self.init(publicKey: text, for: algorithm)
        }
    }

    /// The material as a database keeps it, which may be a secret.
    public var storedText: String { text }

    private static func problem(withLabel label: String) -> String {
        if label.contains("PRIVATE") {
            return "must be the public key; keep the private key to yourself, and replace it if it "
                + "was sent anywhere"
        }
        if label == "CERTIFICATE" {
            return
                "must be the public key itself, not a certificate; 'openssl x509 -pubkey -noout' "
                + "takes it out"
        }
        if label == "RSAPUBLICKEY" {
            return "must begin with -----BEGIN PUBLIC KEY-----; 'openssl rsa -RSAPublicKey_in "
                + "-pubout' converts it"
        }
        return "must begin with -----BEGIN PUBLIC KEY-----"
    }

    private static func check(
        _ info: PublicKeyInfo,
        for algorithm: TokenAlgorithm
    ) throws(KeyProblem) {
        switch (algorithm, info) {
        case (.es256, .p256): return
        case (.rs256, .rsa(let bits)):
            let allowed = TokenLimits.modulusBits
            guard allowed.contains(bits) else {
                throw KeyProblem(
                    "must be an RSA key of \(allowed.lowerBound) to \(allowed.upperBound) bits, "
                        + "not of \(bits)"
                )
            }
        case (.rs256, _): throw KeyProblem("must be an RSA key, as the algorithm is RS256")
        case (.es256, .rsa):
            throw KeyProblem(
                "must be a key of the curve P-256, not of RSA, as the algorithm is ES256"
            )
        case (.es256, _):
            throw KeyProblem("must be a key of the curve P-256, not of another curve")
        case (.hs256, _): return
        }
    }
}

extension KeyMaterial: CustomStringConvertible, CustomReflectable {
    /// What it is for.
    public var description: String { "a key of \(algorithm.rawValue)" }

    /// What it is for, and not what it is made of.
    public var customMirror: Mirror { Mirror(self, children: ["algorithm": algorithm.rawValue]) }
}
