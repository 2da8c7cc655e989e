import Sodium
import Testing

@Suite struct SodiumTests {
    @Test func `a digest is BLAKE2b with 32 bytes`() {
        #expect(
            Sodium.digest(of: Array("abc".utf8)).hexadecimal
                == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"
        )
    }

    /// The first two vectors of the SipHash paper's reference code.
    @Test(arguments: [([], "726fdb47dd0e0e31"), ([0], "74f839c593dc67fd")] as [([UInt8], String)])
    func `a short hash is SipHash-2-4`(input: [UInt8], expected: String) {
        let hash = Sodium.shortHash(of: input, key: [UInt8](0..<16))
        #expect(String(hash, radix: 16) == expected)
    }

    @Test func `random bytes differ between calls`() {
        #expect(Sodium.randomBytes(count: 32).count == 32)
        #expect(Sodium.randomBytes(count: 32) != Sodium.randomBytes(count: 32))
    }

    @Test(
        arguments: [
            ([1, 2], [1, 2], true), ([1, 2], [1, 3], false), ([1], [1, 2], false), ([], [], true),
        ]
            as [([UInt8], [UInt8], Bool)]
    )
    func `equality holds for equal bytes only`(left: [UInt8], right: [UInt8], expected: Bool) {
        #expect(Sodium.areEqual(left, right) == expected)
    }

    @Test(
        arguments: [
            ("00ff10", [0, 255, 16]), ("ABcd", [171, 205]), ("", []), ("0", nil), ("zz", nil),
        ]
            as [(String, [UInt8]?)]
    )
    func `hexadecimal text spells bytes`(text: String, bytes: [UInt8]?) {
        #expect([UInt8](hexadecimal: text) == bytes)
    }
}
