import Testing

@testable import Intake

/// Whoever sends one event passes batches, and nobody waits for ever.
@Suite struct WaitingCommandsTests {
    private struct Waiter: WaitingCommand, Hashable {
        let name: String
        var eventCount = 1
        var isLive = true
        var arrivedAt = ContinuousClock.now
    }

    private static func waiting(_ commands: Waiter...) -> WaitingCommands<Waiter> {
        var waiting = WaitingCommands<Waiter>()
        for command in commands { waiting.append(command) }
        return waiting
    }

    /// Takes groups out until nothing is left, and tells their names.
    private static func groups(
        of waiting: inout WaitingCommands<Waiter>,
        maximumWeight: Int = 100,
        slice: Int = 10
    ) -> [String] {
        var groups: [String] = []
        while !waiting.isEmpty {
            let group = waiting.takeGroup(maximumWeight: maximumWeight, slice: slice)
            groups.append(group.map(\.name).joined(separator: " "))
        }
        return groups
    }

    @Test func `live commands go first, and batches follow in slices, a live group between`() {
        var waiting = Self.waiting(
            Waiter(name: "b1", eventCount: 6, isLive: false),
            Waiter(name: "b2", eventCount: 4, isLive: false),
            Waiter(name: "b3", eventCount: 1, isLive: false),
            Waiter(name: "a"),
            Waiter(name: "b")
        )
        #expect(waiting.weight == 13)
        #expect(waiting.takeGroup(maximumWeight: 100, slice: 10).map(\.name) == ["a", "b"])
        waiting.append(Waiter(name: "c"))
        waiting.append(Waiter(name: "d"))
        #expect(Self.groups(of: &waiting) == ["b1 b2", "c d", "b3"])
        #expect(waiting.weight == 0)
    }

    @Test func `live commands that never end leave every second group to batches`() {
        var waiting = WaitingCommands<Waiter>()
        for number in 0..<5 {
            waiting.append(Waiter(name: "batch\(number)", eventCount: 10, isLive: false))
        }
        var taken: [String] = []
        for number in 0..<10 {
            waiting.append(Waiter(name: "live\(number)"))
            taken += waiting.takeGroup(maximumWeight: 1, slice: 10).map(\.name)
        }
        #expect(taken.filter { $0.hasPrefix("batch") } == (0..<5).map { "batch\($0)" })
        #expect(taken.filter { $0.hasPrefix("live") } == (0..<5).map { "live\($0)" })
    }

    @Test func `a command heavier than a slice is taken alone`() {
        var waiting = Self.waiting(
            Waiter(name: "b1", eventCount: 1_000, isLive: false),
            Waiter(name: "b2", eventCount: 1_000, isLive: false),
            Waiter(name: "b3", isLive: false)
        )
        #expect(Self.groups(of: &waiting) == ["b1", "b2", "b3"])
    }

    @Test(arguments: [1, 7, 64, 1_000])
    func `each kind keeps its order, whatever comes meanwhile`(maximumWeight: Int) {
        var waiting = WaitingCommands<Waiter>()
        var taken: [Waiter] = []
        for number in 0..<2_000 {
            let isLive = number % 3 > 0
            waiting.append(
                Waiter(name: "\(number)", eventCount: isLive ? 1 : number % 5 + 1, isLive: isLive)
            )
            if number % 2 == 0 {
                taken += waiting.takeGroup(maximumWeight: maximumWeight, slice: maximumWeight)
            }
        }
        while !waiting.isEmpty {
            taken += waiting.takeGroup(maximumWeight: maximumWeight, slice: maximumWeight)
        }
        #expect(taken.count == 2_000)
        #expect(waiting.weight == 0)
        for isLive in [true, false] {
            let numbers = taken.filter { $0.isLive == isLive }.compactMap { Int($0.name) }
            #expect(numbers == numbers.sorted())
        }
    }

    @Test func `those that have waited too long are taken out, of both kinds`() {
        let now = ContinuousClock.now
        var waiting = Self.waiting(
            Waiter(name: "old", arrivedAt: now - .seconds(9)),
            Waiter(name: "old batch", eventCount: 5, isLive: false, arrivedAt: now - .seconds(9)),
            Waiter(name: "new", arrivedAt: now),
            Waiter(name: "new batch", eventCount: 5, isLive: false, arrivedAt: now)
        )
        let overdue = waiting.takeArrived(by: now - .seconds(8))
        #expect(overdue.map(\.name) == ["old", "old batch"])
        #expect(waiting.weight == 6)
        #expect(Self.groups(of: &waiting) == ["new", "new batch"])
    }

    @Test func `a slice is as long as events take, and follows what is measured`() {
        var pace = BatchPace()
        for _ in 0..<40 { pace.note(events: 100, duration: .milliseconds(100)) }
        #expect((19...20).contains(pace.events(in: .milliseconds(20))))
        for _ in 0..<40 { pace.note(events: 1_000, duration: .milliseconds(50)) }
        #expect((390...400).contains(pace.events(in: .milliseconds(20))))
        // However slow a database is, something is taken.
        for _ in 0..<40 { pace.note(events: 1, duration: .seconds(5)) }
        #expect(pace.events(in: .milliseconds(20)) == 1)
    }
}
