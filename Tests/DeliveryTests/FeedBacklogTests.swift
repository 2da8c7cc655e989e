import Engine
import Storage
import TestBasics
import Testing

@testable import Delivery

/// What waits for a reader is the same, whether a page is shared or a list of its own.
@Suite struct FeedBacklogTests {
    private static let workspace = WorkspaceID(1)
    private static let type = FeedType(Fact.Kind(StreakFact.Kind.started))

    private static func event(_ number: Int64, of user: String) -> FeedEvent {
        FeedEvent(
            place: FactPlace(place: number, number: 0, user: 0),
            workspace: workspace,
            user: Array(user.utf8),
            type: type,
            bytes: Array("\(number)\(user) ".utf8)
        )
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `events come out as they went in, those that are wanted alone`(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let users = ["a", "b", "c", "d"]
        let wanted = Array(users.prefix(Int.random(in: 1...4, using: &random)))
        let filter = FeedFilter(workspace: Self.workspace, users: wanted)
        let known = FactPlace(place: Int64.random(in: 0..<20, using: &random), number: 0, user: 0)
        var backlog = FeedBacklog()
        var waiting: [[UInt8]] = []
        var number: Int64 = 0
        for _ in 0..<30 {
            if Bool.random(using: &random) {
                let page = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                    number += 1
                    return Self.event(number, of: users.randomElement(using: &random) ?? "a")
                }
                let new = page.filter { event in
                    event.place > known
                        && wanted.contains(String(decoding: event.user ?? [], as: UTF8.self))
                }
                #expect(backlog.add(page, after: known, filter) == !new.isEmpty)
                waiting += new.map(\.bytes)
            } else {
                let limit = Int.random(in: 1...20, using: &random)
                var expected: [UInt8] = []
                while expected.count < limit, !waiting.isEmpty { expected += waiting.removeFirst() }
                #expect(backlog.take(upTo: limit) == expected)
            }
            #expect(backlog.count == waiting.count)
            #expect(backlog.byteCount == waiting.reduce(0) { $0 + $1.count })
            #expect(backlog.isEmpty == waiting.isEmpty)
        }
    }
}
