import Testing
import Tokens

@Suite struct KeyMaterialTests {
    @Test(arguments: [
        Row("RSA", TestKeys.rsaPublic, TokenAlgorithm.rs256),
        Row("P-256", TestKeys.ecPublic, .es256),
        Row("with other lines", "a key:\r\n\(TestKeys.ecPublic)\r\n-- \n", .es256),
        Row("with DOS line ends", TestKeys.rsaPublic.replacing("\n", with: "\r\n"), .rs256),
        Row("indented", TestKeys.rsaPublic.replacing("\n", with: "\n    "), .rs256),
    ]) func `a public key is read in PEM, and kept in one form`(
        row: Row<String, TokenAlgorithm>
    ) throws {
        let material = try KeyMaterial(publicKey: row.input, for: row.expected)
        let plain = row.expected == .rs256 ? TestKeys.rsaPublic : TestKeys.ecPublic
        #expect(material.storedText == plain + "\n")
        #expect(try KeyMaterial(stored: material.storedText, algorithm: row.expected) == material)
    }

    @Test(arguments: [
        Row("nothing", ("", TokenAlgorithm.rs256), "must be in PEM"),
        Row("no PEM", ("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A", .rs256), "must be in PEM"),
        Row("no end", (String(TestKeys.rsaPublic.dropLast(20)), .rs256), "must be in PEM"),
        Row(
            "no base64",
            ("-----BEGIN PUBLIC KEY-----\nab!\n-----END PUBLIC KEY-----", .rs256),
            "must have nothing but base64"
        ),
        Row(
            "no key",
            ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", .rs256),
            "must be a public key of RSA, or"
        ),
        Row(
            "empty",
            ("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----", .rs256),
            "must be a public key of RSA, or"
        ),
        Row(
            "a line is missing",
            (
                TestKeys.rsaPublic.split(separator: "\n").enumerated().filter { $0.offset != 3 }
                    .map(\.element).joined(separator: "\n"), .rs256
            ),
            "must be a public key of RSA, or"
        ),
        Row("a private key", (TestKeys.rsaPrivate, .rs256), "must be the public key; keep the"),
        Row("a private key of a curve", (TestKeys.p384Private, .es256), "must be the public key;"),
        Row("a certificate", (TestKeys.certificate, .rs256), "must be the public key itself, not"),
        Row("PKCS #1", (TestKeys.pkcs1RSAPublic, .rs256), "must begin with -----BEGIN PUBLIC"),
        Row("too short", (TestKeys.shortRSAPublic, .rs256), "must be an RSA key of 2048 to 8192"),
        Row(
            "another curve",
            (TestKeys.p384Public, .es256),
            "must be a key of the curve P-256, not"
        ),
        Row("Ed25519", (TestKeys.ed25519Public, .es256), "must be a public key of RSA, or"),
        Row("RSA for ES256", (TestKeys.rsaPublic, .es256), "must be a key of the curve P-256, not"),
        Row("a curve for RS256", (TestKeys.ecPublic, .rs256), "must be an RSA key, as the"),
        Row("huge", (String(repeating: "a", count: 20_000), .rs256), "must have at most 16384"),
    ]) func `what is no public key of the algorithm is refused, with the reason`(
        row: Row<(String, TokenAlgorithm), String>
    ) {
        let problem = #expect(throws: KeyProblem.self) {
            _ = try KeyMaterial(publicKey: row.input.0, for: row.input.1)
        }
        #expect(problem?.problem.hasPrefix(row.expected) == true, "\(String(describing: problem))")
    }

    @Test(arguments: [
        Row("nothing", "", "must have at least 32 bytes"),
        Row("31 bytes", String(repeating: "a", count: 31), "must have at least 32 bytes"),
        Row("too long", String(repeating: "a", count: 1_025), "must have at most 1024 bytes"),
        Row("a null character", String(repeating: "a\0", count: 32), "must not have null"),
        Row("a public key", TestKeys.ecPublic, "must be a secret of your own"),
    ]) func `what is no secret is refused, with the reason`(row: Row<String, String>) {
        let problem = #expect(throws: KeyProblem.self) { _ = try KeyMaterial(secret: row.input) }
        #expect(problem?.problem.hasPrefix(row.expected) == true)
    }

    @Test func `a secret has at least 32 bytes, however many characters`() throws {
        for secret in [String(repeating: "a", count: 32), String(repeating: "é", count: 16)] {
            #expect(try KeyMaterial(secret: secret).algorithm == .hs256)
        }
        #expect(throws: (any Error).self) {
            try KeyMaterial(secret: String(repeating: "a", count: 31))
        }
    }

    @Test func `no key shows what it is made of`() throws {
        let material = try KeyMaterial(secret: TestKeys.secret)
        let key = VerificationKey(id: "a", material)
        let signing = try SigningKey(signing: material)
        var dumped = ""
        dump([key], to: &dumped)
        dump(signing, to: &dumped)
        for text in [
            "\(material)", "\(key)", "\(signing)", String(reflecting: material),
            String(reflecting: key), String(reflecting: signing), dumped,
        ] {
            #expect(!text.contains(TestKeys.secret), "\(text)")
            #expect(text.contains("HS256"), "\(text)")
        }
    }
}
