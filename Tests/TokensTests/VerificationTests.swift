import CivilTime
import JSONText
import Sodium
import Testing
import Tokens

@Suite struct VerificationTests {
    /// 2025-03-15 12:00 UTC.
    static let noon = Instant(seconds: 1_742_040_000)

    private static func hs256(
        _ id: String = "a",
        _ secret: String = TestKeys.secret
    ) throws
        -> VerificationKey
    {
        VerificationKey(id: id, try KeyMaterial(secret: secret))
    }

    private static func rs256(
        _ id: String = "r",
        _ pem: String = TestKeys.rsaPublic
    ) throws
        -> VerificationKey
    {
        VerificationKey(id: id, try KeyMaterial(publicKey: pem, for: .rs256))
    }

    private static func es256(
        _ id: String = "e",
        _ pem: String = TestKeys.ecPublic
    ) throws
        -> VerificationKey
    {
        VerificationKey(id: id, try KeyMaterial(publicKey: pem, for: .es256))
    }

    private static func verify(
        _ text: String,
        _ keys: [VerificationKey],
        at now: Instant = noon
    ) throws -> TokenClaims {
        try TokenVerifier(keys: keys, maximumRemembered: 10)
            .claims(of: try UnverifiedToken(text), at: now)
    }

    private static func code(
        _ text: String,
        _ keys: [VerificationKey]
    ) -> TokenError.Code? {
        do {
            _ = try verify(text, keys)
            return nil
        } catch {
            return (error as? TokenError)?.code
        }
    }

    // MARK: - What is let in

    @Test(arguments: [
        Row("HS256", ForeignTokens.hs256, TokenAlgorithm.hs256),
        Row("RS256", ForeignTokens.rs256, .rs256),
        Row("ES256", ForeignTokens.es256, .es256),
    ]) func `what another implementation signed is believed`(
        row: Row<String, TokenAlgorithm>
    ) throws {
        let keys = [try Self.hs256(), try Self.rs256(), try Self.es256()]
        let claims = try Self.verify(row.input, keys)
        #expect(try claims.text("sub") == "adé")
        #expect(try claims.text("iss") == "elsewhere")
        #expect(claims["n"] == .number(try #require(JSONNumber(1.5))))
        #expect(try claims.text("nothing") == nil)
        let only = keys.filter { $0.material.algorithm == row.expected }
        _ = try Self.verify(row.input, only)
        for key in keys where key.material.algorithm != row.expected {
            #expect(Self.code(row.input, [key]) == .wrongAlgorithm)
        }
        #expect(Self.code(row.input, []) == .wrongAlgorithm)
    }

    @Test func `a compressed point is the same key`() throws {
        let whole = try Self.es256("c", TestKeys.ecPublic)
        let key = try Self.es256("c", TestKeys.compressedECPublic)
        let claims = try Self.verify(ForeignTokens.es256, [key])
        #expect(try claims.text("sub") == Self.verify(ForeignTokens.es256, [whole]).text("sub"))
        let other = try Self.es256("c", TestKeys.otherECPublic)
        #expect(Self.code(ForeignTokens.es256, [other]) == .wrongSignature)
    }

    @Test(arguments: [
        Forgery("without any claim", claims: "{}"),
        Forgery("just before its end", claims: #"{"exp":1742040001}"#),
        Forgery("a fraction before its end", claims: #"{"exp":1742040000.001}"#),
        Forgery("from now", claims: #"{"nbf":1742040000}"#),
        Forgery("of a clock that is ahead", claims: #"{"nbf":1742040060}"#),
        Forgery("typ in capitals", header: #"{"alg":"HS256","typ":"JWT"}"#),
        Forgery("typ in small letters", header: #"{"typ":"jwt","alg":"HS256"}"#),
        Forgery("an alg that is escaped", header: #"{"alg":"\u0048S256"}"#),
        Forgery("spaces in the header", header: "{ \"alg\" :\n\"HS256\" }"),
        Forgery("its kid", header: #"{"alg":"HS256","kid":"a"}"#),
        Forgery("an unknown kid", header: #"{"alg":"HS256","kid":"../../etc/passwd"}"#),
        Forgery("just short enough", claims: #"{"a":"\#(String(repeating: "a", count: 6_000))"}"#),
    ]) func `a token of the key that holds now is believed`(token: Forgery) throws {
        _ = try Self.verify(token.text, [try Self.hs256()])
    }

    // MARK: - What is kept out

    @Test(arguments: Forgery.attacks)
    func `what is not a token of the key that holds now is refused`(attack: Forgery) throws {
        let keys = [try Self.hs256()]
        let error = #expect(throws: TokenError.self) {
            _ = try Self.verify(attack.text, keys)
        }
        #expect(error?.message.contains(TestKeys.secret) == false)
        #expect(error?.message.hasSuffix(".") == true)
    }

    @Test func `the reasons are told apart`() throws {
        let keys = [try Self.hs256()]
        #expect(Self.code("a.b", keys) == .malformed)
        #expect(Self.code(String(repeating: "a", count: 8_193), keys) == .tooLong)
        #expect(Self.code(Forgery("", header: #"{"alg":"none"}"#).text, keys) == .wrongAlgorithm)
        #expect(Self.code(Forgery("", secret: TestKeys.otherSecret).text, keys) == .wrongSignature)
        #expect(Self.code(Forgery("", claims: #"{"exp":1}"#).text, keys) == .expired)
        #expect(Self.code(Forgery("", claims: #"{"nbf":1e12}"#).text, keys) == .notYetValid)
        #expect(Self.code(Forgery("", claims: #"{"exp":"1"}"#).text, keys) == .invalidClaim)
    }

    @Test(arguments: [
        TestKeys.rsaPublic, TestKeys.rsaPublic + "\n", TestKeys.ecPublic, TestKeys.ecPublic + "\n",
        "",
    ]) func `a public key is no secret`(secret: String) throws {
        let keys = [try Self.rs256(), try Self.es256()]
        let forged = Forgery("", secret: secret)
        #expect(Self.code(forged.text, keys) == .wrongAlgorithm)
        // Nor when the same workspace has a secret as well, or the token names the key.
        let named = Forgery("", header: #"{"alg":"HS256","kid":"r"}"#, secret: secret)
        #expect(Self.code(forged.text, keys + [try Self.hs256()]) == .wrongSignature)
        #expect(Self.code(named.text, keys + [try Self.hs256()]) == .wrongSignature)
        for header in [#"{"alg":"RS256"}"#, #"{"alg":"ES256"}"#] {
            #expect(
                Self.code(Forgery("", header: header, secret: secret).text, keys) == .wrongSignature
            )
        }
    }

    @Test func `another key of the same algorithm fits nothing`() throws {
        #expect(
            Self.code(ForeignTokens.rs256, [try Self.rs256("o", TestKeys.otherRSAPublic)])
                == .wrongSignature
        )
        #expect(
            Self.code(ForeignTokens.es256, [try Self.es256("o", TestKeys.otherECPublic)])
                == .wrongSignature
        )
        #expect(
            Self.code(ForeignTokens.hs256, [try Self.hs256("o", TestKeys.otherSecret)])
                == .wrongSignature
        )
    }

    @Test func `another padding of RSA is another algorithm`() throws {
        #expect(Self.code(ForeignTokens.ps256, [try Self.rs256()]) == .wrongAlgorithm)
    }

    @Test(arguments: [ForeignTokens.hs256, ForeignTokens.rs256, ForeignTokens.es256])
    func `a token that is changed or cut anywhere is refused`(token: String) throws {
        let keys = [try Self.hs256(), try Self.rs256(), try Self.es256()]
        let bytes = Array(token.utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] =
                changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(Self.code(String(decoding: changed, as: UTF8.self), keys) != nil, "\(index)")
            let cut = String(decoding: bytes[..<index], as: UTF8.self)
            #expect(Self.code(cut, keys) != nil, "cut at \(index)")
        }
    }

    @Test func `no bytes whatever do harm`() throws {
        var generator = SplitMix64(state: 5)
        let keys = [try Self.hs256()]
        for _ in 0..<3_000 {
            let parts = (0..<3).map { _ in
                Base64.url.text(
                    of: (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                        UInt8.random(in: 0...255, using: &generator)
                    }
                )
            }
            #expect(Self.code(parts.joined(separator: "."), keys) == .malformed)
        }
    }

    // MARK: - What is remembered

    @Test func `a token that is known is still held against the clock`() throws {
        let verifier = TokenVerifier(keys: [try Self.hs256()], maximumRemembered: 2)
        let token = try UnverifiedToken(
            Forgery("", claims: #"{"exp":1742040100,"nbf":1742040000}"#).text
        )
        // Nor does another one that is remembered beside it make it hold for longer.
        let other = try UnverifiedToken(Forgery("", claims: #"{"sub":"ben"}"#).text)
        _ = try verifier.claims(of: other, at: Self.noon)
        for _ in 0..<2 {
            _ = try verifier.claims(of: token, at: Self.noon)
            _ = try verifier.claims(of: token, at: Self.noon.adding(seconds: 99))
            for seconds: Int64 in [100, 101, -61] {
                #expect(throws: TokenError.self) {
                    try verifier.claims(of: token, at: Self.noon.adding(seconds: seconds))
                }
            }
        }
    }

    @Test func `what is known of one verifier and token is known of no other`() throws {
        let verifier = TokenVerifier(keys: [try Self.rs256()], maximumRemembered: 2)
        let token = try UnverifiedToken(ForeignTokens.rs256)
        for _ in 0..<3 { _ = try verifier.claims(of: token, at: Self.noon) }
        let other = TokenVerifier(
            keys: [try Self.rs256("r", TestKeys.otherRSAPublic)],
            maximumRemembered: 2
        )
        #expect(throws: TokenError.self) { try other.claims(of: token, at: Self.noon) }
        for attack in Forgery.attacks {
            #expect(throws: TokenError.self, "\(attack.testDescription)") {
                try verifier.claims(of: try UnverifiedToken(attack.text), at: Self.noon)
            }
        }
        #expect(throws: TokenError.self) {
            let parts = ForeignTokens.rs256.split(separator: ".")
            let forged = Base64.url.text(of: Array(#"{"sub":"ben"}"#.utf8))
            let text = "\(parts[0]).\(forged).\(parts[2])"
            _ = try verifier.claims(of: try UnverifiedToken(text), at: Self.noon)
        }
    }

    @Test func `more tokens than are remembered are all believed`() throws {
        let verifier = TokenVerifier(keys: [try Self.hs256()], maximumRemembered: 3)
        for _ in 0..<2 {
            for user in 0..<10 {
                let token = Forgery("", claims: #"{"sub":"\#(user)"}"#)
                let claims = try verifier.claims(
                    of: try UnverifiedToken(token.text),
                    at: Self.noon
                )
                #expect(try claims.text("sub") == "\(user)")
            }
        }
    }

    // MARK: - Several keys

    @Test func `with several keys any may have signed, and kid chooses`() throws {
        let keys = [try Self.hs256("a"), try Self.hs256("b", TestKeys.otherSecret)]
        for secret in [TestKeys.secret, TestKeys.otherSecret] {
            _ = try Self.verify(Forgery("", secret: secret).text, keys)
            _ = try Self.verify(
                Forgery("", header: #"{"alg":"HS256","kid":"z"}"#, secret: secret).text,
                keys
            )
        }
        let named = Forgery("", header: #"{"alg":"HS256","kid":"b"}"#, secret: TestKeys.otherSecret)
        _ = try Self.verify(named.text, keys)
        let misnamed = Forgery("", header: #"{"alg":"HS256","kid":"b"}"#)
        #expect(Self.code(misnamed.text, keys) == .wrongSignature)
    }

    @Test func `words stand in one text or in a list`() throws {
        func words(_ scope: String) throws -> Set<String> {
            let token = Forgery("", claims: #"{"scope":\#(scope)}"#)
            return try Self.verify(token.text, [try Self.hs256()]).words("scope")
        }
        #expect(try words(#""read admin""#) == ["read", "admin"])
        #expect(try words(#"["read","admin"]"#) == ["read", "admin"])
        #expect(try words(#""""#) == [])
        #expect(try words("[]") == [])
        for scope in ["1", "null", "true", #"["admin",1]"#, "{}"] {
            #expect(throws: TokenError.self) { try words(scope) }
        }
    }

    @Test(arguments: ["1", "null", "true", #"["ada"]"#, #"{"id":"ada"}"#, #""""#])
    func `a claim that has to be a text is nothing else`(value: String) throws {
        let token = Forgery("", claims: #"{"sub":\#(value)}"#)
        let claims = try Self.verify(token.text, [try Self.hs256()])
        #expect(throws: TokenError.self) { try claims.text("sub") }
    }
}
