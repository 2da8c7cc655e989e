import Boards
import Catalogue
import CivilTime
import Engine
import Intake
import Rounds
import Service
import Storage
import Testing

/// Random histories on leaderboards of the last days, held to a sum over the days of each user's window.
@Suite struct RollingBoardTests {
    private struct Person {
        let zone: Zone
        var events: [(id: EventID, amount: Int64, day: CivilDate)] = []
    }

    private static let days = 3
    private static let zones = ["Pacific/Kiritimati", "Europe/Berlin", "Pacific/Honolulu", "UTC"]

    private static func board(_ world: ServiceWorld) async throws -> Board {
        let view = try await world.service.catalogue.view(of: world.live)
        var change = BoardChange()
        change.name = "Last days"
        change.key = "last"
        change.kind = .metric
        change.metric = try #require(view.rulebook.metric(key: "steps")).publicID
        change.start = try CivilDate(iso8601: "2020-01-01")
        change.status = .active
        change.rollingDays = .set(days)
        change.maximumParticipants = .clear
        return try await world.service.catalogue.createBoards([change], in: world.live)[0].get()
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `scores are sums over the last days`(seed: UInt64) async throws {
        var random = SplitMix64(state: seed &+ 7)
        let world = try await ServiceWorld()
        let board = try await Self.board(world)
        var people: [String: Person] = [:]
        for index in 0..<12 {
            let id = "u\(index)"
            let name = Self.zones[index % Self.zones.count]
            var change = UserChange()
            change.zone = .set(name)
            _ = try await world.service.intake.submit(
                IdentifyUser(
                    user: world.service.intake.userKey(of: id, in: world.live),
                    userID: id,
                    change: change,
                    createsUser: true
                ),
                in: world.live
            )
            people[id] = Person(zone: try world.service.zones.zone(named: name))
        }
        for turn in 0..<150 {
            let pause: Int64 = turn % 40 == 0 ? 5 * 86_400 : 20_000
            world.clock.advance(seconds: Int64.random(in: 1...pause, using: &random))
            try await Self.act(&people, world, &random)
            if turn % 10 == 9 { try await Self.check(people, board, world) }
        }
        // Nobody does anything for longer than a window.
        world.clock.advance(seconds: Int64(Self.days + 2) * 86_400)
        try await Self.check(people, board, world)
        let ranked = try await Self.ranked(board, world)
        #expect(ranked.isEmpty)
    }

    private static func act(
        _ people: inout [String: Person],
        _ world: ServiceWorld,
        _ random: inout SplitMix64
    ) async throws {
        guard let id = people.keys.sorted().randomElement(using: &random),
            let person = people[id]
        else { return }
        let now = world.clock.now()
        if Int.random(in: 0..<6, using: &random) == 0,
            let event = person.events.randomElement(using: &random)
        {
            _ = try await world.service.intake.submit(DeleteEvent(event.id), in: world.live)
            people[id]?.events.removeAll { $0.id == event.id }
            return
        }
        let amount = Int32.random(in: 1...9, using: &random)
        var draft = world.draft(amount, user: id)
        if Bool.random(using: &random) {
            let back = Int64.random(in: 0...(4 * 86_400), using: &random)
            draft.occurredAt = now.adding(seconds: -back)
        }
        let recorded = try await world.service.intake.submit(RecordEvent(draft), in: world.live)
        let day = person.zone.civilDate(at: draft.occurredAt ?? now)
        people[id]?.events.append((recorded.id, Int64(amount), day))
    }

    private static func ranked(_ board: Board, _ world: ServiceWorld) async throws -> [String] {
        let view = try await world.service.catalogue.view(of: world.live)
        let run = try #require(board.run(holding: Zone.utc.civilDate(at: view.now)))
        return try await world.service.boards.page(
            of: board,
            BoardPageQuery(run: run, group: .everybody, offset: 0, limit: 100),
            in: view
        ).map { "\($0.id) \(board.value(of: $0.score))" }
    }

    private static func check(
        _ people: [String: Person],
        _ board: Board,
        _ world: ServiceWorld
    ) async throws {
        while try await world.rounds.step() {}
        for _ in 0..<2 { try await world.service.boards.step() }
        let now = world.clock.now()
        let wanted = people.compactMap { id, person -> String? in
            let today = person.zone.civilDate(at: now)
            let sum = person.events.reduce(0) { sum, event in
                event.day > today.adding(days: -days) ? sum + event.amount : sum
            }
            return sum > 0 ? "\(id) \(sum)" : nil
        }
        let found = try await ranked(board, world)
        #expect(found.sorted() == wanted.sorted())
    }
}
