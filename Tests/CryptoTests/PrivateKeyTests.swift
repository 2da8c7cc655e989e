import Crypto
import Sodium
import Testing

/// Keys that sign and agree, and what is sealed; the values were computed by another library.
@Suite struct PrivateKeyTests {
    private static func key(_ byte: UInt8) throws -> PrivateKey {
        try #require(PrivateKey(number: [UInt8](repeating: byte, count: 32)))
    }

    @Test func `a number is a key, unless it is 0 or too high`() throws {
        #expect(
            try Self.key(1).point.hexadecimal
                == "046ff03b949241ce1dadd43519e6960e0a85b41a69a05c328103aa2bce1594ca16"
                + "3c4f753a55bf01dc53f6c0b0c7eee78b40c6ff7d25a96e2282b989cef71c144a"
        )
        for bad in [[UInt8](repeating: 0, count: 32), [UInt8](repeating: 255, count: 32), [1]] {
            #expect(PrivateKey(number: bad) == nil)
        }
    }

    @Test func `two keys agree on one secret, and with nothing beside the curve`() throws {
        let (one, other) = (try Self.key(1), try Self.key(2))
        let secret = one.secret(with: other.point)
        #expect(
            secret?.hexadecimal
                == "eb459a6b30d70eb4c0ddcd34ea96ed59e8f8d1843c22dd895ab603aa13d9a81d"
        )
        #expect(secret == other.secret(with: one.point))
        var beside = other.point
        beside[40] ^= 1
        #expect(one.secret(with: beside) == nil)
        #expect(one.secret(with: [4]) == nil)
    }

    @Test func `a signature has two numbers, also short ones`() throws {
        let key = try Self.key(3)
        for number in UInt8.min...UInt8.max {
            #expect(key.signature(of: [number]).count == 64)
        }
    }

    @Test func `a key is read from PEM, and only without a pass phrase`() throws {
        let pem = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNB3MKVG4sHs2fpeV
            g9x1z5Jp8eBWEBftCkhvOCOWynChRANCAASdfpFw98v/1oJxSNYoC0xHf7aSTkNn
            yxFQDmKzEK3ynJYLofV6YBEYkcbksIFuJYGSCDvxVYnTEMeUIoe4V9aL
            -----END PRIVATE KEY-----

            """
        let key = try #require(PrivateKey(pem: pem))
        #expect(key.kind == .p256 && key.point.count == 65)
        for bad in ["", "AAAA", pem.replacing("PRIVATE", with: "ENCRYPTED PRIVATE")] {
            #expect(PrivateKey(pem: bad) == nil)
        }
    }

    @Test func `what is sealed has its tag behind it`() {
        let sealed = AES128GCM.seal(
            Array("abc".utf8),
            key: Array(0..<16),
            nonce: Array(0..<12)
        )
        #expect(sealed.hexadecimal == "f20ec479e959bb6962f79785abcaf894ff67c9")
    }
}
