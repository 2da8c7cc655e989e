import CivilTime
import JSONText
import Testing
import Tokens

@Suite struct MintingTests {
    private static let claims: JSONObject = [
        "sub": .string("adé \u{1F680}"), "exp": .number(JSONNumber(1_742_043_600)),
        "scope": .array([.string("admin")]), "deep": .object(["a": .null]),
    ]

    @Test(arguments: TokenAlgorithm.allCases)
    func `what is minted is believed, with every claim`(algorithm: TokenAlgorithm) throws {
        let (signing, material) = try Self.pair(algorithm)
        for keyID in [nil, "k"] {
            let token = try Token.mint(Self.claims, with: signing, keyID: keyID)
            let verifier = TokenVerifier(
                keys: [VerificationKey(id: "k", material)],
                maximumRemembered: 1
            )
            let claims = try verifier.claims(
                of: try UnverifiedToken(token),
                at: VerificationTests.noon
            )
            #expect(claims.object == Self.claims)
        }
    }

    private static func pair(
        _ algorithm: TokenAlgorithm
    ) throws -> (SigningKey, KeyMaterial) {
        switch algorithm {
        case .hs256:
            let material = try KeyMaterial(secret: TestKeys.secret)
            return (try SigningKey(signing: material), material)
        case .rs256:
            return (
                try SigningKey(privateKey: TestKeys.rsaPrivate, for: .rs256),
                try KeyMaterial(publicKey: TestKeys.rsaPublic, for: .rs256)
            )
        case .es256:
            return (
                try SigningKey(privateKey: TestKeys.ecPrivate, for: .es256),
                try KeyMaterial(publicKey: TestKeys.ecPublic, for: .es256)
            )
        }
    }

    @Test func `a public key signs nothing`() throws {
        let material = try KeyMaterial(publicKey: TestKeys.rsaPublic, for: .rs256)
        let problem = #expect(throws: KeyProblem.self) {
            _ = try SigningKey(signing: material)
        }
        #expect(problem?.problem == "is required, as the key of RS256 is public")
    }

    @Test(arguments: [
        Row("a public key", TestKeys.rsaPublic, TokenAlgorithm.rs256),
        Row("no key", "secret", .rs256),
        Row("a pass phrase", TestKeys.encryptedPrivate, .rs256),
        Row("a key of RSA", TestKeys.rsaPrivate, .es256),
        Row("a key of a curve", TestKeys.ecPrivate, .rs256),
        Row("half a key", String(TestKeys.rsaPrivate.prefix(400)), .rs256),
    ]) func `what is no private key of the algorithm signs nothing`(
        row: Row<String, TokenAlgorithm>
    ) throws {
        let problem = #expect(throws: KeyProblem.self) {
            _ = try Token.mint(
                Self.claims,
                with: try SigningKey(privateKey: row.input, for: row.expected)
            )
        }
        #expect(problem?.problem.hasPrefix("must be a private key") == true)
    }

    @Test func `a token of another curve is not believed`() throws {
        let signing = try SigningKey(privateKey: TestKeys.p384Private, for: .es256)
        let token = try Token.mint(Self.claims, with: signing)
        let key = VerificationKey(
            id: "e",
            try KeyMaterial(publicKey: TestKeys.ecPublic, for: .es256)
        )
        #expect(throws: TokenError.self) {
            try TokenVerifier(keys: [key], maximumRemembered: 1)
                .claims(of: try UnverifiedToken(token), at: VerificationTests.noon)
        }
    }
}
