import CivilTime
import Engine
import Storage
import Testing

@Suite struct StreakRuleDocumentTests {
    private static let zones = ZoneDatabase()

    private static func window(_ unit: CalendarUnit, zone: String? = nil) -> StreakWindow {
        .calendar(
            CalendarWindow(unit: unit, resetTime: WallTime(hour: 4, minute: 30) ?? .midnight),
            zone: zone.map(zones.zoneOrUTC)
        )
    }

    private static func rule(
        _ window: StreakWindow,
        _ condition: StreakCondition = .count(minimum: 1),
        _ change: (inout StreakRule) -> Void = { _ in }
    ) -> StreakRule {
        var rule = StreakRule(window: window, condition: condition)
        change(&rule)
        return rule
    }

    private static let rules: [Row<StreakRule, Void>] = [
        Row("days", rule(window(.day)), ()),
        Row("weeks in a zone", rule(window(.week(start: 3), zone: "Europe/Berlin")), ()),
        Row("months, a sum", rule(window(.month), .sum(minimum: Amount(millionths: 1))), ()),
        Row(
            "windows that roll",
            rule(.rolling(.seconds(61)), .distinct(field: "ä\"", minimum: 7)),
            ()
        ),
        Row(
            "everything else",
            rule(window(.day), .count(minimum: .max)) { rule in
                rule.sources = [
                    StreakSource(metric: MetricID(1)),
                    StreakSource(
                        metric: MetricID(.max),
                        threshold: Amount(millionths: 1_500_000),
                        filter: AttributeFilter([
                            AttributeID(2): "a\u{0}\n\"", AttributeID(3): "",
                        ])
                    ),
                ]
                rule.requiresEverySource = true
                rule.daysOff = [6, 0]
                rule.gracePeriods = 3
                rule.resetsOnMiss = false
                rule.freezes = FreezeRule(
                    startCount: 1,
                    maximum: 2,
                    earning: FreezeRule.Earning(count: 3, days: 4)
                )
                rule.atRiskSeconds = 5
                rule.minimumPerEvent = Amount(millionths: 2_500_000)
            },
            ()
        ),
    ]

    @Test(arguments: rules)
    func `a rule comes back from its text as it was`(row: Row<StreakRule, Void>) throws {
        let text = StreakRuleDocument.text(of: row.input)
        let again = try StreakRuleDocument.rule(from: text, zones: Self.zones)
        #expect(again == row.input)
        #expect(StreakRuleDocument.text(of: again) == text)
    }

    @Test func `a zone that the system lost keeps its name, and goes by UTC`() throws {
        let rule = Self.rule(Self.window(.day, zone: "Mars/Olympus"))
        let text = StreakRuleDocument.text(of: rule)
        #expect(text.contains("Mars/Olympus"))
        let again = try StreakRuleDocument.rule(from: text, zones: Self.zones)
        #expect(again == rule)
        guard case .calendar(_, let zone) = again.window else { return #expect(Bool(false)) }
        #expect(zone?.identifier == "Mars/Olympus")
        #expect(zone?.offset(at: Instant(seconds: 1_742_040_000)) == 0)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"window":{"unit":"year"}}"#,
        #"{"window":{"unit":"day","resetTime":"25:00"}}"#,
    ]) func `a text that is no rule is an error`(text: String) {
        #expect(throws: (any Error).self) {
            try StreakRuleDocument.rule(from: text, zones: Self.zones)
        }
    }
}
