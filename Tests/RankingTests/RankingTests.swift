import TestBasics
import Testing

@testable import Ranking

/// The judge: a plain list that is sorted anew for every question.
private struct SortedList {
    var entries: [Int64: Entry] = [:]
    let ties: Ranking.Ties

    var sorted: [Entry] { entries.values.sorted() }

    func rank(of member: Int64, in sorted: [Entry]) -> Int? {
        guard let entry = entries[member], let position = sorted.firstIndex(of: entry) else {
            return nil
        }
        return switch ties {
        case .first: position + 1
        case .shared: sorted.count { $0.score > entry.score } + 1
        case .dense: Set(sorted.map(\.score).filter { $0 > entry.score }).count + 1
        }
    }
}

@Suite struct RankingTests {
    @Test(arguments: Ranking.Ties.allCases)
    func `random changes leave what a sort gives`(_ ties: Ranking.Ties) {
        var random = SystemRandomNumberGenerator()
        for members in [3, 40, 700] as [Int64] {
            var list = SortedList(ties: ties)
            var ranking = Ranking(ties: ties)
            for turn in 0..<4_000 {
                let member = Int64.random(in: 0..<members, using: &random)
                if Int.random(in: 0..<4, using: &random) == 0 {
                    #expect(ranking.remove(member) == list.entries.removeValue(forKey: member))
                } else {
                    let entry = Entry(
                        score: .random(in: 0..<30, using: &random),
                        reached: .random(in: 0..<9, using: &random),
                        member: member
                    )
                    #expect(ranking.set(entry) == list.entries.updateValue(entry, forKey: member))
                }
                if turn % 97 == 0 { check(ranking, list, members) }
            }
            check(ranking, list, members)
        }
    }

    private func check(_ ranking: Ranking, _ list: SortedList, _ members: Int64) {
        let sorted = list.sorted
        #expect(ranking.count == sorted.count)
        #expect(ranking.page(from: 0, limit: Int.max).map(\.entry) == sorted)
        for member in 0..<members {
            let place = ranking.place(of: member)
            #expect(place?.rank == list.rank(of: member, in: sorted))
            guard let place else { continue }
            #expect(sorted[place.position] == place.entry)
            #expect(ranking.place(at: place.position) == place)
            let around = ranking.page(around: member, before: 3, after: 2)
            let start = max(0, place.position - 3)
            let end = min(sorted.count, place.position + 3)
            #expect(around.map(\.entry) == Array(sorted[start..<end]))
            #expect(around.contains(place))
        }
        for place in ranking.page(from: 5, limit: 50) {
            #expect(place.rank == list.rank(of: place.entry.member, in: sorted))
        }
        for score in 0..<30 as Range<Int64> {
            let range = score...(score + 4)
            #expect(ranking.count(of: range) == sorted.count { range.contains($0.score) })
        }
    }

    @Test(arguments: Ranking.Ties.allCases)
    func `what was sorted before is the same as what was added one by one`(_ ties: Ranking.Ties) {
        for count in [0, 1, 115, 116, 117, 6_495, 6_497, 40_000] {
            let entries = (0..<Int64(count)).map { (number: Int64) -> Entry in
                Entry(
                    score: number * 7 % 211,
                    reached: number % 13,
                    member: number
                )
            }.sorted()
            var filled = Ranking(sorted: entries, ties: ties)
            var grown = Ranking(ties: ties)
            for entry in entries.shuffled() { grown.set(entry) }
            #expect(filled.page(from: 0, limit: Int.max) == grown.page(from: 0, limit: Int.max))
            // What was filled can be changed like any other.
            for entry in entries.shuffled().prefix(500) {
                filled.remove(entry.member)
                grown.remove(entry.member)
            }
            for member in 0..<300 as Range<Int64> {
                let entry = Entry(score: member * 3 % 50, reached: 5, member: member)
                filled.set(entry)
                grown.set(entry)
            }
            #expect(filled.page(from: 0, limit: Int.max) == grown.page(from: 0, limit: Int.max))
        }
    }

    @Test(arguments: Ranking.Ties.allCases)
    func `a past score is placed among the others`(_ ties: Ranking.Ties) {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var list = SortedList(ties: ties)
            var ranking = Ranking(ties: ties)
            for member in 0..<Int64.random(in: 1...20, using: &random) {
                let entry = Entry(
                    score: .random(in: 0..<6, using: &random),
                    reached: .random(in: 0..<4, using: &random),
                    member: member
                )
                list.entries[member] = entry
                ranking.set(entry)
            }
            let past = Entry(
                score: .random(in: 0..<6, using: &random),
                reached: .random(in: 0..<4, using: &random),
                member: 0
            )
            list.entries[0] = past
            #expect(ranking.place(ofPast: past).rank == list.rank(of: 0, in: list.sorted))
        }
    }

    @Test func `ties are ranked as the board says`() {
        let scores: [Int64] = [9, 9, 7, 7, 7, 1]
        let table: [(ties: Ranking.Ties, ranks: [Int])] = [
            (.first, [1, 2, 3, 4, 5, 6]), (.shared, [1, 1, 3, 3, 3, 6]),
            (.dense, [1, 1, 2, 2, 2, 3]),
        ]
        for (ties, ranks) in table {
            var ranking = Ranking(ties: ties)
            for (member, score) in scores.enumerated() {
                ranking.set(Entry(score: score, reached: Int64(member), member: Int64(member)))
            }
            #expect(ranking.page(from: 0, limit: 9).map(\.rank) == ranks)
            #expect((0..<6).map { ranking.place(of: Int64($0))?.rank } == ranks)
        }
    }
}
