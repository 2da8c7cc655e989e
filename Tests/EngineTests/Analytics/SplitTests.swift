import Engine
import TestBasics
import Testing

/// Splits: even, lasting, independent of each other, and honest about effects.
@Suite struct SplitTests {
    private static let userCount = 100_000

    private func users(_ seed: UInt64, _ count: Int = userCount) -> [UserKey] {
        var random = SplitMix64(state: seed)
        return (0..<count).map { _ in UserKey(hash: random.next()) }
    }

    @Test(arguments: [[1, 1], [3, 1], [1, 1, 1], [5, 3, 1, 1]])
    func `arms are as large as they should be`(weights: [Int]) throws {
        let split = try #require(Split(salt: "s", weights: weights))
        var counts = [Int64](repeating: 0, count: weights.count)
        for user in users(1) { counts[try #require(split.arm(of: user))] += 1 }
        #expect(!SampleRatio.isSuspicious(counts, shares: weights.map(Double.init)))
        #expect(counts.reduce(0, +) == Int64(Self.userCount))
    }

    @Test func `users keep their arm, and another salt divides them anew`() throws {
        let one = try #require(Split(salt: "one", weights: [1, 1]))
        let two = try #require(Split(salt: "two", weights: [1, 1]))
        var cells: [String: Int64] = [:]
        for user in users(2, 20_000) {
            let arms = (try #require(one.arm(of: user)), try #require(two.arm(of: user)))
            #expect(one.arm(of: user) == arms.0)
            cells["\(arms.0)\(arms.1)", default: 0] += 1
        }
        let counts = cells.sorted { $0.key < $1.key }.map(\.value)
        #expect(!SampleRatio.isSuspicious(counts, shares: [1, 1, 1, 1]))
    }

    @Test func `a share takes part, and stays when it grows`() throws {
        let tenth = try #require(Split(salt: "s", weights: [1, 1], perMille: 100))
        let half = try #require(Split(salt: "s", weights: [1, 1], perMille: 500))
        var count = 0
        for user in users(3, 20_000) {
            guard let arm = tenth.arm(of: user) else { continue }
            count += 1
            #expect(half.arm(of: user) == arm)
        }
        #expect((1_850...2_150).contains(count))
    }

    @Test func `a split that makes no sense is none`() {
        #expect(Split(salt: "", weights: [1]) == nil)
        #expect(Split(salt: "", weights: [1, 0]) == nil)
        #expect(Split(salt: "", weights: [1, 1, 1, 1, 1]) == nil)
        #expect(Split(salt: "", weights: [1, 1], perMille: 0) == nil)
    }

    /// How often an interval leaves out "no effect", of a hundred experiments on 100,000 users each.
    private func certain(uplift: UInt64) throws -> Int {
        var count = 0
        for seed in 0..<100 as Range<UInt64> {
            let split = try #require(Split(salt: "a/a \(seed)", weights: [1, 1]))
            var random = SplitMix64(state: seed &+ 1_000)
            var arms: [(active: Int64, all: Int64)] = [(0, 0), (0, 0)]
            for _ in 0..<Self.userCount {
                let user = UserKey(hash: random.next())
                guard let arm = split.arm(of: user) else { continue }
                // Of a thousand users, 300 come back; of the second arm, as many more as planted.
                let isActive = random.next() % 1_000 < 300 + (arm == 1 ? uplift : 0)
                arms[arm].all += 1
                if isActive { arms[arm].active += 1 }
            }
            let difference = Proportion(arms[1].active, of: arms[1].all)
                .difference(from: Proportion(arms[0].active, of: arms[0].all))
            if difference?.isCertain == true { count += 1 }
        }
        return count
    }

    @Test func `two equal arms differ in no more than five of a hundred experiments`() throws {
        #expect(try certain(uplift: 0) <= 5)
    }

    @Test func `a planted uplift is found`() throws {
        #expect(try certain(uplift: 20) >= 95)
    }
}
