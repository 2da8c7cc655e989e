import Testing

@testable import Catalogue

@Suite struct RecentlyUsedTests {
    @Test func `the one that was not used for longest makes room`() {
        var values = RecentlyUsed<String, Int>(capacity: 3)
        for (number, key) in ["a", "b", "c"].enumerated() {
            #expect(values.keep(number, for: key) == nil)
        }
        #expect(values.use("a") == 0)
        #expect(values.keep(3, for: "d") == 1)
        #expect(values.keep(4, for: "e") == 2)
        #expect([values.use("a"), values.use("b"), values.use("d")] == [0, nil, 3])
        #expect(values.count == 3)
    }

    @Test func `a value that is kept again is replaced in its place`() {
        var values = RecentlyUsed<String, Int>(capacity: 2)
        _ = values.keep(1, for: "a")
        _ = values.keep(2, for: "b")
        #expect(values.keep(3, for: "a") == nil)
        #expect(values.count == 2)
        // Keeping is no use.
        #expect(values.keep(4, for: "c") == 3)
    }

    /// Beside the plainest code: an array in the order of use.
    @Test func `it does the same as an array that is searched`() {
        var random = SplitMix64(state: 11)
        var values = RecentlyUsed<Int, Int>(capacity: 5)
        var plain: [(key: Int, value: Int)] = []
        for step in 0..<5_000 {
            let key = Int.random(in: 0..<9, using: &random)
            let known = plain.firstIndex { $0.key == key }
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                #expect(values.remove(key) == known.map { plain[$0].value })
                if let known { plain.remove(at: known) }
            case 1:
                var evicted: Int?
                if let known {
                    plain[known].value = step
                } else {
                    if plain.count == 5 { evicted = plain.removeFirst().value }
                    plain.append((key, step))
                }
                #expect(values.keep(step, for: key) == evicted)
            case 2:
                values.change(key) { $0 += 1 }
                if let known { plain[known].value += 1 }
            default:
                #expect(values.use(key) == known.map { plain[$0].value })
                if let known { plain.append(plain.remove(at: known)) }
            }
            #expect(values.count == plain.count)
        }
    }
}
