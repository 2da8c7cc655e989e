import Catalogue
import CivilTime
import Engine
import Service
import Storage
import Testing

/// What points are set up from, and how it is changed.
@Suite struct PointsItemTests {
    @Test func `a system is created with all that it begins with`() async throws {
        let world = try await ServiceWorld()
        let made = try await world.createPoints(
            levels: [level("silver", at: 100), level("bronze", at: 0)],
            boosts: [try boost("2", from: "2025-03-20", to: "2025-03-21")],
            triggers: [try await world.perUnits(5, gives: 10)]
        ) { $0.maxPoints = .set(1_000) }
        let index = try await world.service.catalogue.view(of: world.live).rulebook.points
        #expect(index.systems == [made.system])
        #expect(index.levels(of: made.system.id) == made.levels.reversed())
        #expect(index.boosts == made.boosts)
        #expect(index.triggers == made.triggers)
        #expect(made.system.maxPoints == 1_000)
        #expect(made.triggers.map(\.activeSince) == [ServiceWorld.noon])
        let audit = try await world.service.catalogue.audit(
            of: world.live,
            that: AuditFilter(),
            limit: 4
        )
        #expect(
            audit.map(\.kind) == [.pointsBoost, .pointsTrigger, .pointsLevel, .pointsLevel]
        )
        #expect(
            audit[1].after
                == #"{"type":"metric","metric":"steps","metricThreshold":"5","points":10,"#
                + #""status":"active","blockIfOutOfPoints":false}"#
        )
    }

    @Test func `one unsound part keeps a system from being, and all of it`() async throws {
        let world = try await ServiceWorld()
        var draft = PointsSystemChange()
        draft.key = "xp"
        draft.fields.name = "XP"
        draft.levels = [level("one", at: 1), level("one", at: 2)]
        let results = try await world.service.catalogue.createPointsSystems(
            [draft],
            in: world.live
        )
        #expect(results == [.failure(.keyInUse(.pointsLevel))])
        #expect(try await world.service.catalogue.view(of: world.live).rulebook.points.isEmpty)
    }

    private static let issues: [Row<@Sendable (inout PointsTriggerChange) -> Void, String>] = [
        Row("nothing", { _ in }, "type is required"),
        Row("no points", { $0.kind = .userCreation }, "points is required"),
        Row("no metric", { $0.kind = .metric }, "metricId is required for metric triggers"),
        Row(
            "an unknown metric",
            {
                $0.kind = .metric
                $0.metric = "nothing"
            },
            "Metric not found by ID"
        ),
        Row("no length", { $0.kind = .streak }, "streakLength is required for streak triggers"),
        Row(
            "an unknown streak",
            {
                $0.kind = .streak
                $0.streak = .set("nothing")
            },
            "Streak definition not found by ID"
        ),
        Row(
            "no achievement",
            { $0.kind = .achievement },
            "achievementId is required for achievement triggers"
        ),
        Row("no unit", { $0.kind = .time }, "timeUnit is required for time triggers"),
        Row(
            "no interval",
            {
                $0.kind = .time
                $0.timeUnit = .hour
            },
            "timeInterval is required for time triggers"
        ),
        Row(
            "events of no metric",
            {
                $0.kind = .userCreation
                $0.eventAttributes = .set([.init(attribute: "a", value: "b")])
            },
            "eventAttributes is for metric triggers only"
        ),
        Row(
            "an unknown attribute",
            {
                $0.kind = .userCreation
                $0.fields.points = 1
                $0.userAttributes = .set([.init(attribute: "a", value: "b")])
            },
            "Attribute not found by ID"
        ),
        Row(
            "no points at all",
            {
                $0.kind = .userCreation
                $0.fields.points = 0
            },
            "points must not be 0."
        ),
    ]

    @Test(arguments: issues)
    func `a trigger that says too little or too much is an issue`(
        row: Row<@Sendable (inout PointsTriggerChange) -> Void, String>
    ) async throws {
        let world = try await ServiceWorld()
        let system = try await world.createPoints().system
        var draft = PointsTriggerChange()
        row.input(&draft)
        let results = try await world.service.catalogue.putPointsTriggers(
            [draft],
            of: system.publicID,
            in: world.live
        )
        #expect(results.map { $0.issue?.message } == [row.expected])
    }

    /// What is changed of an active trigger, and whether it counts from then on.
    private static let changes: [Row<@Sendable (inout PointsTriggerChange) -> Void, Bool>] = [
        Row("what it gives", { $0.fields.points = 11 }, true),
        Row("how many units it takes", { $0.threshold = Amount(6) }, true),
        Row("a cap", { $0.fields.maxPerDay = .set(5) }, false),
        Row("whom it is for", { $0.userAttributes = .clear }, false),
        Row("whether it blocks", { $0.fields.blocksIfOutOfPoints = true }, false),
        Row("nothing", { _ in }, false),
    ]

    @Test(arguments: changes)
    func `a trigger counts from when it became active as it is`(
        row: Row<@Sendable (inout PointsTriggerChange) -> Void, Bool>
    ) async throws {
        let world = try await ServiceWorld()
        let made = try await world.createPoints(triggers: [try await world.perUnits(5, gives: 10)])
        world.setClock(hours: 1)
        let changed = try await world.change(made.triggers[0], of: made.system, row.input)
        let later = ServiceWorld.noon.adding(seconds: 3_600)
        #expect(changed.activeSince == (row.expected ? later : ServiceWorld.noon))
        #expect(changed.activations == (row.expected ? 2 : 1))
    }

    @Test func `a trigger that rests and goes on begins anew`() async throws {
        let world = try await ServiceWorld()
        let made = try await world.createPoints(triggers: [try await world.perUnits(5, gives: 10)])
        let trigger = made.triggers[0]
        let resting = try await world.change(trigger, of: made.system) {
            $0.fields.status = .inactive
        }
        #expect(resting.activeSince == nil)
        world.setClock(hours: 1)
        let active = try await world.change(trigger, of: made.system) { $0.fields.status = .active }
        #expect(active.activeSince == ServiceWorld.noon.adding(seconds: 3_600))
        #expect(active.activations == 2)
        let results = try await world.service.catalogue.putPointsTriggers(
            [
                {
                    var draft = PointsTriggerChange()
                    draft.publicID = trigger.publicID
                    draft.kind = .userCreation
                    return draft
                }()
            ],
            of: made.system.publicID,
            in: world.live
        )
        #expect(
            results == [
                .failure(.told("type can only be changed while the trigger is inactive"))
            ]
        )
    }

    @Test func `keys are taken within their system, and free again when that is gone`()
        async throws
    {
        let world = try await ServiceWorld()
        let catalogue = world.service.catalogue
        let xp = try await world.createPoints(levels: [level("one", at: 1)]).system
        let gems = try await world.createPoints("gems", levels: [level("one", at: 1)]).system
        var draft = PointsSystemChange()
        draft.key = "xp"
        draft.fields.name = "Again"
        let taken = try await catalogue.createPointsSystems([draft], in: world.live)
        #expect(taken == [.failure(.keyInUse(.pointsSystem))])
        #expect(
            try await catalogue.deletePointsSystems([xp.publicID], in: world.live) == [
                .success(xp.publicID)
            ]
        )
        #expect(try await catalogue.createPointsSystems([draft], in: world.live)[0].isSuccess)
        let index = try await catalogue.view(of: world.live).rulebook.points
        #expect(index.systems.map(\.key) == ["gems", "xp"])
        #expect(index.levels(of: xp.id).isEmpty)
        #expect(index.levels(of: gems.id).count == 1)
        // What belongs to another system is not found by way of this one.
        let level = index.levels(of: gems.id)[0]
        #expect(
            try await catalogue.deletePointsLevels(
                [level.publicID],
                of: index.systems[1].publicID,
                in: world.live
            ) == [.failure(.notFound(.pointsLevel))]
        )
    }

    @Test func `an attribute that points ask for cannot be deleted`() async throws {
        let world = try await ServiceWorld()
        let plan = try await world.attributeID(.user, "plan")
        let boost = try boost("2", from: "2025-03-20") {
            $0.userAttributes = .set([.init(attribute: plan, value: "pro")])
        }
        try await world.createPoints(boosts: [boost])
        let results = try await world.service.catalogue.deleteAttributes([plan], in: world.live)
        #expect(!results[0].isSuccess)
    }

    @Test func `filters that ask for the same share one total`() async throws {
        let world = try await ServiceWorld()
        _ = try await world.service.catalogue.createAttributes(
            [AttributeDraft(kind: .event, key: "device", name: "Device")],
            in: world.live
        )
        let device = try await world.attributeID(.event, "device")
        func ask(for value: String) async throws -> PointsTriggerChange {
            try await world.perUnits(5, gives: 1) {
                $0.eventAttributes = .set([.init(attribute: device, value: value)])
            }
        }
        let made = try await world.createPoints(
            triggers: [
                try await ask(for: "ios"), try await ask(for: "web"), try await ask(for: "ios"),
            ]
        )
        let filters = made.triggers.compactMap(\.cause.threshold?.filter?.id)
        #expect(filters.count == 3)
        #expect(filters[0] == filters[2])
        #expect(filters[0] != filters[1])
    }
}

extension Result where Failure == ItemIssue {
    /// Why it was not done, if it was not.
    fileprivate var issue: ItemIssue? {
        if case .failure(let issue) = self { issue } else { nil }
    }
}
