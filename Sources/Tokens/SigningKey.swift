/// A key that signs tokens.
public struct SigningKey: Sendable {
    let algorithm: TokenAlgorithm
    /// The secret, or the private key in PEM.
    let text: String

    /// What verifies with a secret signs with it too; a public key does not.
    public init(signing material: KeyMaterial) throws(KeyProblem) {
        guard material.algorithm == .hs256 else {
            throw KeyProblem("is required, as the key of \(material.algorithm.rawValue) is public")
        }
        algorithm = .hs256
        text = material.text
    }

    /// The private key of RS256 or ES256, in PEM and without a pass phrase.
    public init(privateKey text: String, for algorithm: TokenAlgorithm) throws(KeyProblem) {
        guard algorithm != .hs256 else {
            throw KeyProblem("is not needed, as the key of HS256 is a secret")
        }
        // OpenSSL would ask for the pass phrase at the terminal.
        guard !text.contains("ENCRYPTED") else {
            throw KeyProblem("must be a private key without a pass phrase")
        }
        guard text.utf8.count <= TokenLimits.maximumKeyTextBytes,
            text.contains("PRIVATE KEY-----"), !text.utf8.contains(0)
        else { throw KeyProblem("must be a private key in PEM") }
        self.algorithm = algorithm
        self.text = text
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    /// What it is for.
    public var description: String { "a signing key of \(algorithm.rawValue)" }

    /// What it is for, and not what it is made of.
    public var customMirror: Mirror { Mirror(self, children: ["algorithm": algorithm.rawValue]) }
}
