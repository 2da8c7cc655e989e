import Images
import Testing

@Suite struct Base64Tests {
    @Test(arguments: [
        Row("nothing", "", ""), Row("one byte", "f", "Zg=="), Row("two bytes", "fo", "Zm8="),
        Row("three bytes", "foo", "Zm9v"), Row("four bytes", "foob", "Zm9vYg=="),
        Row("high bytes", "\u{1F680}~", "8J+agH4="),
    ]) func `bytes are spelt as the standard has it`(row: Row<String, String>) {
        #expect(Base64.text(of: Array(row.input.utf8)) == row.expected)
    }

    @Test func `what was spelt is read again`() {
        var random = SplitMix64(state: 64)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Base64.bytes(of: Base64.text(of: bytes).utf8) == bytes)
        }
        #expect(Base64.bytes(of: " Zm9\n v ".utf8) == Array("foo".utf8))
    }

    @Test(arguments: ["A", "AA", "AAA", "AB==", "A===", "AA=A", "AA-A", "====", "AAA=A", "ä="])
    func `what is spelt otherwise is not read`(text: String) {
        #expect(Base64.bytes(of: text.utf8) == nil)
    }
}
