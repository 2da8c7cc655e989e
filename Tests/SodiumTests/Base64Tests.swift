import Sodium
import Testing

@Suite struct Base64Tests {
    @Test(
        arguments: [
            ([], "", ""), ([0], "AA==", "AA"), ([0xFB, 0xFF], "+/8=", "-_8"),
            ([1, 2, 3], "AQID", "AQID"),
        ] as [([UInt8], String, String)]
    )
    func `bytes have one spelling in each way`(bytes: [UInt8], standard: String, url: String) {
        #expect(Base64.standard.text(of: bytes) == standard)
        #expect(Base64.standard.bytes(of: standard) == bytes)
        #expect(Base64.url.text(of: bytes) == url)
        #expect(Base64.url.bytes(of: url) == bytes)
    }

    @Test(arguments: ["A", "AA==", "AB", "+/8", "A A", "AA\n", "AA.", "é", "AA\0"])
    func `what is spelled otherwise spells nothing`(text: String) {
        #expect(Base64.url.bytes(of: text) == nil)
    }

    @Test(arguments: ["AA", "AA=", "AB==", "-_8=", "AA== "])
    func `padding belongs to the standard way`(text: String) {
        #expect(Base64.standard.bytes(of: text) == nil)
    }

    /// The second test case of RFC 4231.
    @Test func `an authenticator is HMAC-SHA-256`() {
        let authenticator = Sodium.authenticator(
            of: Array("what do ya want for nothing?".utf8),
            key: Array("Jefe".utf8)
        )
        #expect(
            authenticator.hexadecimal
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
    }
}
