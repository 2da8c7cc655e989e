import CivilTime
import Engine
import Testing

/// What points are set up from, found by what happens.
@Suite struct PointsIndexTests {
    private static let xp = PointsSystem(
        id: PointsSystemID(1),
        publicID: "s1",
        key: "xp",
        name: "XP",
        createdAt: .distantPast
    )

    private static func level(_ number: Int64, at points: Int64) -> PointsLevel {
        PointsLevel(
            id: PointsLevelID(number),
            publicID: "l\(number)",
            system: xp.id,
            key: "l\(number)",
            name: "L\(number)",
            points: points
        )
    }

    private static let levels: [Row<Int64, Int64?>] = [
        Row("below the lowest", 9, nil), Row("at the lowest", 10, 2), Row("just above it", 11, 2),
        Row("just below the next", 99, 2), Row("at the next", 100, 1), Row("far above", 500, 1),
        Row("below nothing", -5, nil),
    ]

    @Test(arguments: levels)
    func `a user is on the highest level that the total reaches`(row: Row<Int64, Int64?>) {
        let index = PointsIndex(
            systems: [Self.xp],
            levels: [Self.level(1, at: 100), Self.level(2, at: 10)]
        )
        #expect(index.level(of: Self.xp.id, at: row.input)?.id.number == row.expected)
        #expect(index.levels(of: Self.xp.id).map(\.id.number) == [2, 1])
    }

    private static func trigger(
        _ number: Int64,
        _ cause: PointsCause,
        status: PointsTrigger.Status = .active,
        system: Int64 = 1
    ) -> PointsTrigger {
        PointsTrigger(
            id: PointsTriggerID(number),
            publicID: "t\(number)",
            system: PointsSystemID(system),
            cause: cause,
            points: 1,
            status: status,
            createdAt: .distantPast,
            updatedAt: .distantPast
        )
    }

    @Test func `only active triggers of systems in use fire`() {
        let steps = PointsCause.metric(MetricThreshold(metric: MetricID(1), amount: Amount(5)))
        let filter = EventFilter(
            id: EventFilterID(9),
            attributes: AttributeFilter([AttributeID(2): "ios"])
        )
        let filtered = PointsCause.metric(
            MetricThreshold(metric: MetricID(1), amount: Amount(5), filter: filter)
        )
        let index = PointsIndex(
            systems: [Self.xp],
            triggers: [
                Self.trigger(3, steps), Self.trigger(1, steps),
                Self.trigger(2, steps, status: .inactive), Self.trigger(4, steps, system: 2),
                Self.trigger(5, filtered), Self.trigger(6, filtered, status: .inactive),
                Self.trigger(7, .achievement(AchievementID(8))),
                Self.trigger(8, .time(PointsInterval(1, .hour))), Self.trigger(9, .userCreation),
            ]
        )
        #expect(index.triggers(of: MetricID(1)).map(\.id.number) == [1, 3])
        #expect(index.triggers(of: MetricID(2)).isEmpty)
        #expect(index.triggers(of: EventFilterID(9)).map(\.id.number) == [5])
        #expect(index.hasFilters(MetricID(1)))
        let carried = [AttributeID(2): "ios"]
        #expect(index.filters(of: MetricID(1), passing: carried) == [filter])
        #expect(index.filters(of: MetricID(1), passing: [AttributeID(2): "web"]).isEmpty)
        #expect(index.triggers(of: AchievementID(8)).map(\.id.number) == [7])
        #expect(index.timeTriggers.map(\.id.number) == [8])
        #expect(index.creationTriggers.map(\.id.number) == [9])
        #expect(index.triggers(of: Self.xp.id).count == 8)
        #expect(index.trigger(PointsTriggerID(4)) == nil)
    }

    @Test func `a streak has its own triggers, and the primary one those of no other`() {
        let index = PointsIndex(
            systems: [Self.xp],
            triggers: [
                Self.trigger(1, .streak(length: 7, definition: nil)),
                Self.trigger(2, .streak(length: 7, definition: StreakDefinitionID(5))),
                Self.trigger(3, .streak(length: 7, definition: StreakDefinitionID(6))),
            ]
        )
        func numbers(_ id: Int64, isPrimary: Bool) -> [Int64] {
            let streak = StreakDefinition(
                id: StreakDefinitionID(id),
                publicID: "d",
                key: "d",
                name: "D",
                isPrimary: isPrimary,
                createdAt: .distantPast,
                versions: [
                    StreakVersion(
                        rule: StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
                    )
                ]
            )
            return index.triggers(of: streak).map(\.id.number)
        }
        #expect(numbers(5, isPrimary: true) == [2, 1])
        #expect(numbers(6, isPrimary: false) == [3])
        #expect(numbers(7, isPrimary: false).isEmpty)
    }

    @Test func `boosts are found by system, user and day`() {
        func boost(_ number: Int64, _ audience: PointsBoost.Audience) -> PointsBoost {
            PointsBoost(
                id: PointsBoostID(number),
                publicID: "b\(number)",
                system: Self.xp.id,
                name: "B",
                start: CivilDate(dayNumber: 10),
                end: CivilDate(dayNumber: 10),
                multiplier: Amount(2),
                audience: audience
            )
        }
        let index = PointsIndex(
            systems: [Self.xp],
            boosts: [
                boost(1, .users(AttributeFilter())), boost(2, .one(UserKey(7), id: "ada")),
                boost(3, .users(AttributeFilter([AttributeID(1): "pro"]))),
            ]
        )
        func found(_ user: Int64, _ day: Int32) -> [Int64] {
            index.boosts(of: Self.xp.id, for: UserKey(user), on: CivilDate(dayNumber: day))
                .map(\.id.number).sorted()
        }
        #expect(found(7, 10) == [1, 2, 3])
        #expect(found(8, 10) == [1, 3])
        #expect(found(7, 11).isEmpty)
        #expect(index.asksForAttributes(Self.xp.id))
        #expect(!PointsIndex(systems: [Self.xp]).asksForAttributes(Self.xp.id))
    }
}
