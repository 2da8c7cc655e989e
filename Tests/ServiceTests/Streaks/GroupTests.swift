import Catalogue
import CivilTime
import Engine
import Intake
import ServiceRuntime
import Storage
import Testing

@testable import Groups
@testable import Service

/// Groups through the real store: made, derived, told once, and put right by what happens to their
/// members (R21).
@Suite struct GroupTests {
    /// Ada, Bob and Cem, who did something at noon of the first day, and a group of some of them.
    private struct World {
        let service: ServiceWorld
        private var heeded = FactPlace.start

        init(
            _ users: [String] = ["ada", "bob"],
            _ requirement: StreakGroup.Requirement = .all
        ) async throws {
            service = try await ServiceWorld()
            try await service.createStreak { $0.isPrimary = true }
            for user in ["ada", "bob", "cem"] { try await act(user) }
            #expect(try await create("g", users, requirement) == nil)
        }

        var view: WorkspaceView {
            get async throws { try await service.service.catalogue.view(of: service.live) }
        }

        func create(
            _ id: String,
            _ users: [String],
            _ requirement: StreakGroup.Requirement = .all,
            maximum: Int = 50
        ) async throws -> GroupProblem? {
            let view = try await view
            let draft = GroupDraft(
                publicID: id,
                name: "The group",
                definition: try #require(view.rulebook.primaryStreak),
                requirement: requirement,
                zone: .utc,
                maximumMembers: maximum,
                members: users.map { GroupDraft.Member(id: $0) }
            )
            switch try await service.service.groups.create(draft, in: view) {
            case .success: return nil
            case .failure(let problem): return problem
            }
        }

        func act(_ user: String, hours: Int64? = nil) async throws {
            var draft = service.draft(user: user)
            draft.occurredAt = hours.map { ServiceWorld.noon.adding(seconds: $0 * 3_600) }
            try await service.record(draft)
        }

        func join(_ user: String, on date: CivilDate? = nil) async throws -> GroupProblem? {
            try await service.service.groups.join(user, to: "g", on: date, in: view)
        }

        func leave(_ user: String, on date: CivilDate? = nil) async throws -> GroupProblem? {
            try await service.service.groups.leave(user, from: "g", on: date, in: view)
        }

        var shown: ShownGroup {
            get async throws {
                try #require(try await service.service.groups.find("g", in: view))
            }
        }

        var length: Int { get async throws { try await shown.state.length } }

        /// Does what the follower does, and what rounds do after it.
        mutating func settle() async throws {
            let (workspace, place) = (service.live, heeded)
            let follower = GroupFollower { _ in }
            heeded = try service.database.write { (connection) throws(StorageError) in
                let facts = try connection.facts.placed(after: place, in: workspace, limit: 1_000)
                let wanted = facts.filter { follower.kinds?.contains($0.stored.fact.kind) ?? true }
                try follower.record(wanted, on: connection)
                return facts.last?.place ?? place
            }
            try await service.finishRounds()
        }

        /// What has been told of groups: the last part of each kind, and the length.
        var told: [String] {
            get throws {
                let facts = try service.database.read { (connection) throws(StorageError) in
                    try connection.facts.placed(after: .start, in: service.live, limit: 1_000)
                }
                return facts.compactMap { placed in
                    let fact = placed.stored.fact
                    guard GroupStreakFact.Kind(rawValue: fact.kind.rawValue) != nil else {
                        return nil
                    }
                    let kind = fact.kind.rawValue.split(separator: ".").last ?? ""
                    return "\(kind) \(fact.payload["length"]?.whole ?? -1)"
                }
            }
        }
    }

    @Test func `what befalls a group is told once, when members act and when time is over`()
        async throws
    {
        var world = try await World()
        try await world.settle()
        #expect(try world.told == ["started 1"])
        world.service.setClock(hours: 24)
        try await world.act("ada")
        try await world.settle()
        #expect(try world.told == ["started 1"])
        #expect(try await world.shown.state.status == .alive)
        try await world.act("bob")
        try await world.settle()
        #expect(try world.told == ["started 1", "extended 2"])
        // Nobody does anything any more, and time alone is enough.
        world.service.setClock(hours: 3 * 24)
        try await world.service.finishRounds()
        try await world.service.finishRounds()
        #expect(try world.told == ["started 1", "extended 2", "lost 2"])
        #expect(try await world.shown.state.status == .broken)
    }

    @Test func `late and deleted events of a member are seen at once, and told as corrections`()
        async throws
    {
        var world = try await World()
        world.service.setClock(hours: 24)
        try await world.act("ada")
        let undone = try await world.service.record(world.service.draft(user: "bob"))
        try await world.settle()
        #expect(try await world.length == 2)
        world.service.setClock(hours: 3 * 24)
        for user in ["ada", "bob"] { try await world.act(user) }
        try await world.settle()
        #expect(try world.told == ["started 1", "extended 2", "lost 2", "started 1"])
        for user in ["ada", "bob"] { try await world.act(user, hours: 48) }
        #expect(try await world.length == 4)
        try await world.settle()
        #expect(try world.told.suffix(1) == ["corrected 4"])
        _ = try await world.service.service.intake.submit(
            DeleteEvent(undone[0].id),
            in: world.service.live
        )
        #expect(try await world.length == 2)
        try await world.settle()
        #expect(try world.told.suffix(1) == ["corrected 2"])
    }

    @Test func `an erased member has never belonged to it`() async throws {
        var world = try await World(["ada", "bob", "cem"])
        world.service.setClock(hours: 24)
        for user in ["ada", "bob"] { try await world.act(user) }
        try await world.settle()
        #expect(try await world.length == 1)
        let service = world.service.service
        try await service.erasure.erase("cem", in: world.service.live, home: world.service.live)
        #expect(try await world.length == 2)
        #expect(try await world.shown.userIDs.values.sorted() == ["ada", "bob"])
        try await world.settle()
        #expect(try world.told == ["started 1", "extended 2"])
        try await service.erasure.erase("bob", in: world.service.live, home: world.service.live)
        #expect(try await world.length == 0)
    }

    @Test func `a merged member has belonged to it whenever one of the two did`() async throws {
        var world = try await World(["ada", "cem"])
        world.service.setClock(hours: 24)
        try await world.act("cem")
        try await world.act("bob")
        #expect(try await world.leave("ada") == nil)
        #expect(try await world.join("bob") == nil)
        #expect(try await world.length == 2)
        _ = try await world.service.merge("ada", into: "bob")
        let shown = try await world.shown
        #expect(shown.userIDs.values.sorted() == ["bob", "cem"])
        #expect(shown.group.memberships.count == 2)
        #expect(shown.state.length == 2)
        try await world.settle()
    }

    @Test func `a user in no group changes no group, and two processes tell a thing once`()
        async throws
    {
        var world = try await World()
        try await world.settle()
        let before = try await world.shown.stored.version
        world.service.setClock(hours: 1)
        try await world.act("cem")
        try await world.settle()
        #expect(try await world.shown.stored.version == before)
        let other = try world.service.secondService()
        defer { other.stop() }
        world.service.setClock(hours: 3 * 24)
        let (mine, others) = (world.service.service.groups, other.groups)
        async let here = mine.step()
        async let there = others.step()
        _ = try await (here, there)
        try await world.settle()
        #expect(try world.told == ["started 1", "lost 1"])
    }

    @Test func `what is asked wrongly is refused, and nothing of it is stored`() async throws {
        let world = try await World()
        let today = Zone.utc.civilDate(at: ServiceWorld.noon)
        #expect(try await world.create("g", ["cem"]) == .takenID)
        #expect(try await world.create("h", ["ada", "nobody"]) == .unknownUser("nobody"))
        #expect(try await world.create("h", ["ada", "ada"]) == .alreadyMember("ada"))
        #expect(try await world.create("h", ["ada", "bob", "cem"], maximum: 2) == .full(2))
        #expect(try await world.join("ada") == .alreadyMember("ada"))
        #expect(try await world.leave("cem") == .noMember("cem"))
        let tomorrow = today.adding(days: 1)
        #expect(try await world.join("cem", on: tomorrow) == .wrongDate(tomorrow))
        let old = today.adding(days: -367)
        #expect(try await world.join("cem", on: old) == .wrongDate(old))
        let before = today.adding(days: -1)
        #expect(try await world.leave("ada", on: before) == .wrongOrder(today))
        // Who leaves on the day of joining has never belonged to it.
        #expect(try await world.leave("ada") == nil)
        #expect(try await world.shown.group.memberships.count == 1)
        let groups = world.service.service.groups
        #expect(try await groups.change("g", name: nil, maximumMembers: 2, in: world.view) == nil)
        #expect(try await world.join("ada") == nil)
        #expect(try await world.join("cem") == .full(2))
        #expect(try await groups.remove("h", in: world.view) == .unknownGroup)
        #expect(try await groups.list(of: "ada", in: world.view).map(\.stored.publicID) == ["g"])
        #expect(try await groups.remove("g", in: world.view) == nil)
        #expect(try await groups.list(of: "ada", in: world.view).isEmpty)
    }
}
