import CivilTime
import Engine
import Testing

/// What contradicts itself in what points are set up from.
@Suite struct PointsProblemTests {
    private static func trigger(_ change: (inout PointsTrigger) -> Void) -> [PointsProblem] {
        var trigger = PointsTrigger(
            id: PointsTriggerID(1),
            publicID: "t",
            system: PointsSystemID(1),
            cause: .userCreation,
            points: 10,
            createdAt: .distantPast,
            updatedAt: .distantPast
        )
        change(&trigger)
        return trigger.problems
    }

    private static func boost(_ change: (inout PointsBoost) -> Void) -> [PointsProblem] {
        var boost = PointsBoost(
            id: PointsBoostID(1),
            publicID: "b",
            system: PointsSystemID(1),
            name: "B",
            start: CivilDate(dayNumber: 10),
            multiplier: Amount(2)
        )
        change(&boost)
        return boost.problems
    }

    private static func system(_ change: (inout PointsSystem) -> Void) -> [PointsProblem] {
        var system = PointsSystem(
            id: PointsSystemID(1),
            publicID: "s",
            key: "xp",
            name: "XP",
            createdAt: .distantPast
        )
        change(&system)
        return system.problems
    }

    private static func level(_ points: Int64) -> [PointsProblem] {
        PointsLevel(
            id: PointsLevelID(1),
            publicID: "l",
            system: PointsSystemID(1),
            key: "one",
            name: "One",
            points: points
        ).problems
    }

    private static func per(_ amount: Int32) -> PointsCause {
        per(millionths: Int64(amount) * 1_000_000)
    }

    private static func per(millionths: Int64) -> PointsCause {
        .metric(MetricThreshold(metric: MetricID(1), amount: Amount(millionths: millionths)))
    }

    private static let rows: [Row<[PointsProblem], [String]>] = [
        Row("a sound trigger", trigger { _ in }, []),
        Row("one that takes", trigger { $0.points = -1 }, []),
        Row("one that does nothing", trigger { $0.points = 0 }, ["points must not be 0."]),
        Row(
            "one that gives too much",
            trigger { $0.points = 1_000_000_001 },
            ["points must be at most 1000000000."]
        ),
        Row("each unit", trigger { $0.cause = per(1) }, []),
        Row(
            "each nothing",
            trigger { $0.cause = per(0) },
            ["metricThreshold must be 1 or more."]
        ),
        Row(
            "each half",
            trigger { $0.cause = per(millionths: 500_000) },
            ["metricThreshold must be 1 or more."]
        ),
        Row(
            "each one and a half",
            trigger { $0.cause = per(millionths: 1_500_000) },
            ["metricThreshold must be a whole number."]
        ),
        Row(
            "each no period",
            trigger { $0.cause = .streak(length: 0, definition: nil) },
            ["streakLength must be 1 or more."]
        ),
        Row(
            "at no time",
            trigger { $0.cause = .time(PointsInterval(0, .hour)) },
            ["timeInterval must be 1 or more."]
        ),
        Row(
            "caps of nothing",
            trigger {
                $0.maxPerDay = 0
                $0.maxPerWeek = 0
            },
            ["maxPerDay must be 1 or more.", "maxPerWeek must be 1 or more."]
        ),
        Row("a sound boost", boost { _ in }, []),
        Row("of one day", boost { $0.end = CivilDate(dayNumber: 10) }, []),
        Row(
            "that ends before it begins",
            boost { $0.end = CivilDate(dayNumber: 9) },
            ["end must not be before start."]
        ),
        Row(
            "by one",
            boost { $0.multiplier = Amount(1) },
            ["multiplier must be above 0, below 100, and not 1."]
        ),
        Row(
            "by nothing",
            boost { $0.multiplier = .zero },
            ["multiplier must be above 0, below 100, and not 1."]
        ),
        Row(
            "by a hundred",
            boost { $0.multiplier = Amount(100) },
            ["multiplier must be above 0, below 100, and not 1."]
        ),
        Row("by almost a hundred", boost { $0.multiplier = Amount(millionths: 99_999_999) }, []),
        Row("a long name", boost { $0.name = String(repeating: "é", count: 255) }, []),
        Row(
            "a longer name",
            boost { $0.name = String(repeating: "é", count: 256) },
            ["name must have at most 255 characters."]
        ),
        Row("a sound system", system { _ in }, []),
        Row(
            "without room",
            system { $0.maxPoints = 0 },
            ["maxPoints must be 1 or more."]
        ),
        Row(
            "whose points are gone at once",
            system { $0.expiresAfterDays = 0 },
            ["expiresAfterDays must be 1 or more."]
        ),
        Row("a level for everybody", level(0), []),
        Row("a level below nothing", level(-1), ["points must be 0 or more."]),
    ]

    @Test(arguments: rows)
    func `what contradicts itself is found and named`(row: Row<[PointsProblem], [String]>) {
        #expect(row.input.map(PointsProblem.plainly) == row.expected)
    }
}
