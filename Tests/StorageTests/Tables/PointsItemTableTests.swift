import CivilTime
import Engine
import Storage
import Testing

@Suite struct PointsItemTableTests {
    private static let system = PointsSystem(
        id: PointsSystemID(1),
        publicID: "s1",
        key: "xp",
        name: "XP \"é\"",
        description: "d",
        badgeURL: "https://b",
        maxPoints: 100,
        expiresAfterDays: 30,
        createdAt: Samples.moment(1)
    )

    private static let causes: [PointsCause] = [
        .metric(MetricThreshold(metric: MetricID(7), amount: Amount(millionths: 1_500_000))),
        .metric(
            MetricThreshold(
                metric: MetricID(7),
                amount: Amount(3),
                filter: EventFilter(
                    id: EventFilterID(9),
                    attributes: AttributeFilter([AttributeID(1): "a\"b", AttributeID(2): ""])
                )
            )
        ),
        .streak(length: 7, definition: nil), .streak(length: 7, definition: StreakDefinitionID(4)),
        .achievement(AchievementID(3)), .time(PointsInterval(2, .hour)),
        .time(PointsInterval(1, .day)), .userCreation,
    ]

    private static let triggers = causes.enumerated().map { index, cause in
        PointsTrigger(
            id: PointsTriggerID(Int64(index + 10)),
            publicID: "t\(index)",
            system: system.id,
            cause: cause,
            points: index == 0 ? -5 : 10,
            status: index == 0 ? .inactive : .active,
            userFilter: AttributeFilter(index == 0 ? [:] : [AttributeID(5): "é"]),
            blocksIfOutOfPoints: index == 0,
            maxPerDay: index == 0 ? nil : 20,
            maxPerWeek: index == 0 ? nil : 50,
            activeSince: index == 0 ? nil : Samples.moment(1),
            countsPast: index == 1,
            activations: index,
            createdAt: Samples.moment(1),
            updatedAt: Samples.moment(1)
        )
    }

    private static let level = PointsLevel(
        id: PointsLevelID(2),
        publicID: "l1",
        system: system.id,
        key: "gold",
        name: "Gold",
        badgeURL: "https://g",
        points: 1_000
    )

    private static let boosts: [PointsBoost] = [
        .users(AttributeFilter()), .users(AttributeFilter([AttributeID(5): "pro"])),
        .one(UserKey(77), id: "ada"),
    ].enumerated().map { index, audience in
        PointsBoost(
            id: PointsBoostID(Int64(index + 30)),
            publicID: "b\(index)",
            system: system.id,
            name: "B",
            start: CivilDate(dayNumber: 20_000),
            end: index == 0 ? nil : CivilDate(dayNumber: 20_001),
            multiplier: Amount(millionths: 1_500_000),
            rounding: .nearest,
            audience: audience,
            told: .start
        )
    }

    private static func filled(_ engine: EngineUnderTest) throws -> any Database {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            let table = connection.pointsItems
            try table.insert(system, in: Samples.workspace, at: Samples.moment(1))
            try table.insert(level, in: Samples.workspace, at: Samples.moment(1))
            for trigger in triggers {
                try table.insert(trigger, in: Samples.workspace, at: Samples.moment(1))
            }
            for boost in boosts {
                try table.insert(boost, in: Samples.workspace, at: Samples.moment(1))
            }
        }
        return database
    }

    @Test(arguments: Engines.all)
    func `what points are set up from is read as it was stored`(engine: EngineUnderTest) throws {
        let database = try Self.filled(engine)
        try database.read { (connection) throws(StorageError) in
            let table = connection.pointsItems
            #expect(try table.active(PointsSystem.self, in: Samples.workspace) == [Self.system])
            #expect(try table.active(PointsLevel.self, in: Samples.workspace) == [Self.level])
            #expect(try table.active(PointsTrigger.self, in: Samples.workspace) == Self.triggers)
            #expect(try table.active(PointsBoost.self, in: Samples.workspace) == Self.boosts)
            #expect(try table.nextNumber() == 33)
            #expect(try table.find(PointsBoost.self, [30, 10]) == [Self.boosts[0]])
            let index = try table.index(of: Samples.workspace)
            #expect(index.systems == [Self.system])
            #expect(index.boosts == Self.boosts)
            #expect(try table.index(of: WorkspaceID(99)).isEmpty)
        }
    }

    @Test(arguments: Engines.all)
    func `what was archived is found by number alone`(engine: EngineUnderTest) throws {
        let database = try Self.filled(engine)
        var trigger = Self.triggers[1]
        try database.write { (connection) throws(StorageError) in
            try connection.pointsItems.archive(trigger.number, at: Samples.moment(2))
        }
        trigger.status = .archived
        trigger.updatedAt = Samples.moment(2)
        try database.read { (connection) throws(StorageError) in
            let table = connection.pointsItems
            let active = try table.active(PointsTrigger.self, in: Samples.workspace)
            #expect(active == Self.triggers.filter { $0.id != trigger.id })
            #expect(try table.find(PointsTrigger.self, [trigger.number]) == [trigger])
        }
    }

    @Test(arguments: Engines.all)
    func `the boost of an erased user ends and names nobody`(engine: EngineUnderTest) throws {
        let database = try Self.filled(engine)
        try database.write { (connection) throws(StorageError) in
            #expect(try connection.pointsItems.erase(UserKey(77), at: Samples.moment(2)))
            #expect(try !connection.pointsItems.erase(UserKey(77), at: Samples.moment(2)))
        }
        try database.read { (connection) throws(StorageError) in
            let table = connection.pointsItems
            let active = try table.active(PointsBoost.self, in: Samples.workspace)
            #expect(active == Array(Self.boosts.prefix(2)))
            let found = try table.find(PointsBoost.self, [32])
            #expect(found.map(\.audience) == [.users(AttributeFilter())])
            // Its number is used, also if it was the highest.
            #expect(try table.nextNumber() == 33)
        }
    }
}
