import Sodium
import Testing

/// Secrets that only the holder of a key may read.
@Suite struct SealingTests {
    @Test func `what is sealed is opened with the same key alone`() throws {
        let key = SealingKey.random()
        let secret = Array("whsec_something".utf8)
        let sealed = key.seal(secret)
        #expect(sealed != key.seal(secret))
        #expect(key.open(sealed) == secret)
        #expect(SealingKey.random().open(sealed) == nil)
        #expect(key.open(key.seal([])) == [])
    }

    @Test func `what was changed is not opened`() throws {
        let key = SealingKey.random()
        let sealed = Array(key.seal([1, 2, 3]))
        for index in sealed.indices.dropLast(2) {
            var changed = sealed
            changed[index] = changed[index] == "A" ? "B" : "A"
            #expect(key.open(String(changed)) == nil)
        }
        for text in ["", "AAAA", "?", String(sealed.prefix(8))] { #expect(key.open(text) == nil) }
    }

    @Test func `a key is 32 bytes, as text or not`() throws {
        let key = SealingKey.random()
        let again = try #require(SealingKey(key.text))
        #expect(again.open(key.seal([7])) == [7])
        #expect(SealingKey([UInt8](repeating: 0, count: 31)) == nil)
        #expect(SealingKey("short") == nil)
    }
}
