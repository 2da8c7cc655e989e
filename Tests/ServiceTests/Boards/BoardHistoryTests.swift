import Boards
import Catalogue
import CivilTime
import Engine
import Intake
import OperatingSystem
import Service
import Storage
import Testing

/// Random histories on a leaderboard, through the real store and two services on one database, held to
/// a sort of what every user has done.
@Suite struct BoardHistoryTests {
    /// What is known of a user, by the plainest means.
    private struct Person {
        var plan: String?
        var isHidden = false
        var isErased = false
        var events: [(id: EventID, amount: Int64, day: CivilDate)] = []
        /// When the score of each run changed last, in the order of changes.
        var reached: [ScorePlace: Int] = [:]
    }

    private struct Life {
        var people: [String: Person] = [:]
        var turn = 0

        /// Users of a run in their order, with their scores.
        func ranked(
            _ board: Board,
            _ run: BoardRun,
            plan: String?,
            among friends: Set<String>? = nil
        ) -> [String] {
            let scores = people.compactMap { id, person -> (id: String, score: Int64, at: Int)? in
                guard !person.isHidden, !person.isErased, plan == nil || person.plan == plan,
                    friends?.contains(id) ?? true
                else { return nil }
                let score = person.events.reduce(0) { sum, event in
                    run.contains(event.day) ? sum + event.amount : sum
                }
                return score > 0
                    ? (id, score, person.reached[ScorePlace(board: board.id, run: run.first)] ?? 0)
                    : nil
            }
            .sorted { $0.score == $1.score ? $0.at < $1.at : $0.score > $1.score }
            var rank = 0
            return scores.enumerated().map { index, each in
                let isTied = index > 0 && scores[index - 1].score == each.score
                switch board.ties {
                case .first: rank = index + 1
                case .shared: if !isTied { rank = index + 1 }
                case .dense: if !isTied { rank += 1 }
                }
                return "\(rank) \(each.id) \(each.score)"
            }
        }

        mutating func change(_ id: String, on day: CivilDate, _ boards: [Board]) {
            turn += 1
            for board in boards {
                guard let run = board.run(holding: day) else { continue }
                people[id]?.reached[ScorePlace(board: board.id, run: run.first)] = turn
            }
        }
    }

    /// How many changes a history has: 100,000 of all seeds together where somebody has the time, by
    /// `LAUREL_BOARD_TURNS=25000`.
    private static let turns = Environment.value("LAUREL_BOARD_TURNS").flatMap { Int($0) } ?? 400
    private static let plans = ["free", "pro", nil] as [String?]

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `ranks are what a sort gives`(seed: UInt64) async throws {
        var random = SplitMix64(state: seed &+ 77)
        let world = try await ServiceWorld()
        let second = try world.secondService()
        defer { second.stop() }
        let boards = try await Self.boards(world, ties: Board.Ties.allCases[Int(seed % 3)])
        var life = Life()
        let interval = max(20, Self.turns / 50)
        for turn in 0..<Self.turns {
            // Every change has a moment of its own, so that who was first is certain.
            world.clock.advance(seconds: Int64.random(in: 1...900, using: &random))
            let service = turn.isMultiple(of: 3) ? second : world.service
            // Now and then others come, as some are erased.
            let id = "u\(turn / 1_000)-\(Int.random(in: 0..<25, using: &random))"
            try await Self.act(on: id, &life, boards, service, world, &random)
            if turn % interval == interval - 1 {
                try await Self.check(life, boards, [world.service, second], world)
            }
        }
    }

    private static func boards(
        _ world: ServiceWorld,
        ties: Board.Ties
    ) async throws -> [Board] {
        let view = try await world.service.catalogue.view(of: world.live)
        let metric = try #require(view.rulebook.metric(key: "steps"))
        let plan = try #require(view.rulebook.attribute(.user, key: "plan"))
        var whole = BoardChange()
        whole.name = "Whole"
        whole.key = "whole"
        whole.kind = .metric
        whole.metric = metric.publicID
        whole.status = .active
        whole.ties = ties
        whole.maximumParticipants = .clear
        var daily = whole
        daily.key = "daily"
        daily.runUnit = .set(.day)
        daily.runInterval = .set(1)
        // Late events of the whole test change it.
        daily.finalizingSeconds = 20 * 86_400
        var filtered = whole
        filtered.key = "filtered"
        filtered.userAttributes = .set([
            AchievementChange.Match(attribute: plan.publicID, value: "pro")
        ])
        var divided = whole
        divided.key = "divided"
        divided.breakdown = [plan.publicID]
        let results = try await world.service.catalogue.createBoards(
            [whole, daily, filtered, divided],
            in: world.live
        )
        return try results.map { try $0.get() }
    }

    private static func act(
        on id: String,
        _ life: inout Life,
        _ boards: [Board],
        _ service: LaurelService,
        _ world: ServiceWorld,
        _ random: inout SplitMix64
    ) async throws {
        let key = service.intake.userKey(of: id, in: world.live)
        let person = life.people[id]
        switch Int.random(in: 0..<20, using: &random) {
        case 0 where person != nil && person?.isErased == false:
            let isHidden = Bool.random(using: &random)
            try await service.intake.submit(
                HideUser(user: key, userID: id, isHidden: isHidden),
                in: world.live
            )
            life.people[id]?.isHidden = isHidden
        case 1, 2:
            guard person?.isErased != true else { return }
            var change = UserChange()
            let plan = plans.randomElement(using: &random) ?? nil
            change.attributes = ["plan": plan]
            _ = try await service.intake.submit(
                IdentifyUser(user: key, userID: id, change: change, createsUser: true),
                in: world.live
            )
            life.people[id, default: Person()].plan = plan
        case 3 where person?.events.isEmpty == false:
            guard let event = person?.events.randomElement(using: &random) else { return }
            _ = try await service.intake.submit(DeleteEvent(event.id), in: world.live)
            life.people[id]?.events.removeAll { $0.id == event.id }
            life.change(id, on: event.day, boards)
        case 4 where Int.random(in: 0..<4, using: &random) == 0 && person?.isErased == false:
            try await service.erasure.erase(id, in: world.live, home: world.live)
            life.people[id] = Person(isErased: true)
        default:
            guard person?.isErased != true else { return }
            let amount = Int32.random(in: -2...6, using: &random)
            guard amount != 0 else { return }
            var draft = world.draft(amount, user: id)
            if Bool.random(using: &random) {
                let back = Int64.random(in: 0...(5 * 86_400), using: &random)
                draft.occurredAt = world.clock.now().adding(seconds: -back)
            }
            let recorded = try await service.intake.submit(RecordEvent(draft), in: world.live)
            let day = Zone.utc.civilDate(at: draft.occurredAt ?? world.clock.now())
            life.people[id, default: Person()].events.append((recorded.id, Int64(amount), day))
            life.change(id, on: day, boards)
            if life.turn.isMultiple(of: 7) {
                // Its own process counts an event at once, and may be behind the other.
                try await service.boards.step()
                checkOwn(recorded, life, service, of: id)
            }
        }
    }

    /// The event's own answer counts the event.
    private static func checkOwn(
        _ recorded: RecordedEvent,
        _ life: Life,
        _ service: LaurelService,
        of id: String
    ) {
        for step in recorded.boards where step.board.breakdown.isEmpty {
            guard let standing = service.boards.standing(after: step) else { continue }
            #expect(standing.step.after == step.after)
            let plan = step.board.userFilter.isEmpty ? nil : "pro"
            let wanted = life.ranked(step.board, step.run, plan: plan).first { row in
                row.split(separator: " ")[1] == id
            }
            let value = step.board.value(of: step.after.score)
            let found = standing.rank.map { "\($0) \(id) \(value)" }
            #expect(found == wanted, "\(step.board.key)")
        }
    }

    private static func check(
        _ life: Life,
        _ boards: [Board],
        _ services: [LaurelService],
        _ world: ServiceWorld
    ) async throws {
        for service in services {
            try await service.boards.step()
            try await service.boards.step()
            let view = try await service.catalogue.view(of: world.live)
            for board in boards {
                let today = Zone.utc.civilDate(at: view.now)
                for back in 0...(board.interval == nil ? 0 : 5) {
                    guard let run = board.run(holding: today.adding(days: -back)) else { continue }
                    for plan in board.breakdown.isEmpty ? ["pro"] : ["free", "pro"] {
                        let isWhole = board.breakdown.isEmpty && board.userFilter.isEmpty
                        let page = try await service.boards.page(
                            of: board,
                            BoardPageQuery(
                                run: run,
                                group: board.breakdown.isEmpty
                                    ? .everybody : BoardGroup(values: [plan]),
                                offset: 0,
                                limit: 1_000
                            ),
                            in: view
                        )
                        let found = page.map {
                            "\($0.rank) \($0.id) \(board.value(of: $0.score))"
                        }
                        let wanted = life.ranked(board, run, plan: isWhole ? nil : plan)
                        #expect(found == wanted, "\(board.key) \(run.first.iso8601) \(plan)")
                    }
                }
                try await checkFriends(life, board, service, view)
            }
        }
    }

    /// Some users are ranked among themselves, and each is told where the user is.
    private static func checkFriends(
        _ life: Life,
        _ board: Board,
        _ service: LaurelService,
        _ view: WorkspaceView
    ) async throws {
        guard board.breakdown.isEmpty,
            let run = board.run(holding: Zone.utc.civilDate(at: view.now))
        else { return }
        let plan = board.userFilter.isEmpty ? nil : "pro"
        let friends = life.people.keys.sorted().enumerated().filter { $0.offset % 7 < 2 }
            .suffix(20).map(\.element)
        let found = try await service.boards.friends(friends, on: board, run, in: view)
        #expect(
            found.map { "\($0.rank) \($0.id) \(board.value(of: $0.score))" }
                == life.ranked(board, run, plan: plan, among: Set(friends))
        )
        let all = life.ranked(board, run, plan: plan)
        for id in friends.prefix(5) where life.people[id]?.isErased == false {
            let place = try await service.boards.place(of: id, on: board, run, in: view)
            let own = all.first { $0.split(separator: " ")[1] == id }
            let told = place?.rank.map { "\($0) \(id) \(board.value(of: place?.score ?? 0))" }
            #expect(told == own, "\(board.key) \(id)")
        }
    }

    @Test func `a service that starts finds what was there`() async throws {
        var random = SplitMix64(state: 5)
        let world = try await ServiceWorld()
        let boards = try await Self.boards(world, ties: .shared)
        var life = Life()
        for _ in 0..<200 {
            world.clock.advance(seconds: 60)
            let id = "u\(Int.random(in: 0..<15, using: &random))"
            try await Self.act(on: id, &life, boards, world.service, world, &random)
        }
        let second = try world.secondService()
        defer { second.stop() }
        try await Self.check(life, boards, [second], world)
    }
}
