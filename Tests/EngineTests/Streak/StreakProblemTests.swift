import CivilTime
import Engine
import Testing

/// What contradicts itself in a streak, whatever the wire that it came by.
@Suite struct StreakProblemTests {
    private static let day = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)
    private static let week = StreakWindow.calendar(
        CalendarWindow(unit: .week(start: 0)),
        zone: nil
    )
    private static let rolling = StreakWindow.rolling(.seconds(3_600))

    private static func rule(
        _ window: StreakWindow,
        _ change: (inout StreakRule) -> Void = { _ in }
    ) -> StreakRule {
        var rule = StreakRule(window: window)
        rule.freezes.maximum = 0
        change(&rule)
        return rule
    }

    private static let cases: [Row<StreakRule, [String]>] = [
        Row("nothing", rule(day), []),
        Row("a rolling window", rule(rolling), []),
        Row(
            "grace that rolls",
            rule(rolling) { $0.gracePeriods = 1 },
            ["gracePeriods needsCalendar"]
        ),
        Row(
            "freezes that roll",
            rule(rolling) { $0.freezes.maximum = 1 },
            ["freezes needsCalendar"]
        ),
        Row(
            "all forgiveness that rolls",
            rule(rolling) { rule in
                rule.daysOff = [0]
                rule.gracePeriods = 2
                rule.freezes.maximum = 1
            },
            ["daysOff needsCalendar", "gracePeriods needsCalendar", "freezes needsCalendar"]
        ),
        Row("days off of a week", rule(week) { $0.daysOff = [0] }, ["daysOff needsDays"]),
        Row("days off of days", rule(day) { $0.daysOff = [0, 6] }, []),
        Row("every day off", rule(day) { $0.daysOff = Set(0...6) }, ["daysOff isTooLarge"]),
        Row("less than no grace", rule(day) { $0.gracePeriods = -1 }, ["gracePeriods isTooSmall"]),
        Row(
            "more freezes than may be held",
            rule(day) { $0.freezes = FreezeRule(startCount: 2, maximum: 1) },
            ["freezes isTooLarge"]
        ),
        Row("no time at all", rule(.rolling(.zero)), ["window isTooSmall"]),
        Row(
            "a count of nothing",
            rule(day) { $0.condition = .count(minimum: 0) },
            ["condition isTooSmall"]
        ),
        Row(
            "an attribute summed by no sum",
            rule(day) { $0.sumField = "pages" },
            ["sumField needsSum"]
        ),
        Row(
            "an attribute of a sum",
            rule(day) { rule in
                rule.sumField = "pages"
                rule.condition = .sum(minimum: Amount(1))
            },
            []
        ),
        Row(
            "events that may add nothing",
            rule(day) { $0.minimumPerEvent = .zero },
            ["minimumPerEvent isTooSmall"]
        ),
        Row(
            "a threshold of nothing",
            rule(day) { $0.sources = [StreakSource(metric: MetricID(1), threshold: .zero)] },
            ["sources isTooSmall"]
        ),
        Row(
            "a source twice",
            rule(day) { rule in
                rule.sources = [
                    StreakSource(metric: MetricID(1)),
                    StreakSource(metric: MetricID(1), threshold: Amount(2)),
                ]
            },
            ["sources isThereTwice"]
        ),
        Row("a risk of no time", rule(day) { $0.atRiskSeconds = 0 }, ["atRiskSeconds isTooSmall"]),
    ]

    @Test(arguments: cases)
    func `a rule that contradicts itself is told by field and reason`(
        row: Row<StreakRule, [String]>
    ) {
        #expect(row.input.problems().map { "\($0.field) \($0.reason)" } == row.expected)
    }

    @Test func `milestones are told apart, and are lengths`() {
        let milestones = [0, 7, 7].map { StreakMilestone(threshold: $0) }
        #expect(
            Self.rule(Self.day).problems(with: milestones).map { "\($0.field) \($0.reason)" }
                == ["milestones isTooSmall", "milestones isThereTwice"]
        )
    }

    /// A rolling streak with grace and freezes, as it should not have been stored.
    private static let unsound = rule(rolling) { rule in
        rule.gracePeriods = 2
        rule.freezes.maximum = 1
    }

    private static func unsound(_ change: (inout StreakRule) -> Void) -> StreakRule {
        var rule = unsound
        change(&rule)
        return rule
    }

    private static let changes: [Row<StreakRule, [String]>] = [
        Row("nothing of the rule", unsound, []),
        Row("another condition", unsound { $0.condition = .count(minimum: 2) }, []),
        Row("less grace", unsound { $0.gracePeriods = 1 }, ["gracePeriods"]),
        Row("no grace", unsound { $0.gracePeriods = 0 }, []),
        Row(
            "another length",
            unsound { $0.window = .rolling(.seconds(60)) },
            ["gracePeriods", "freezes"]
        ),
        Row("a calendar", unsound { $0.window = day }, []),
        Row("days off as well", unsound { $0.daysOff = [1] }, ["daysOff"]),
    ]

    @Test(arguments: changes)
    func `what was unsound may stay so, but where it changes`(row: Row<StreakRule, [String]>) {
        let problems = row.input.problems(with: [], after: Self.unsound, [])
        #expect(problems.map { "\($0.field)" } == row.expected)
    }
}
