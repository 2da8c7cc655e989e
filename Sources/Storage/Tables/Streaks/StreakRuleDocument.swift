public import CivilTime
public import Engine
private import JSONText

/// A streak's rule as the text that the database keeps.
///
/// Metrics and attributes stand there by their numbers, so that renaming never touches a rule.
public enum StreakRuleDocument {
    /// The text of a rule; with names, one for people to read, which is not read back.
    public static func text(of rule: StreakRule, naming names: ItemNames? = nil) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.array("sources") { array in
                for source in rule.sources { array.object { write(source, names, to: &$0) } }
            }
            object.field("requiresEverySource", rule.requiresEverySource)
            object.object("window") { write(rule.window, to: &$0) }
            object.object("condition") { write(rule.condition, to: &$0) }
            object.field("daysOff", rule.daysOff.sorted())
            if rule.restDays != .none {
                object.object("restDays") { limits in
                    limits.field("perWeek", rule.restDays.perWeek)
                    limits.field("vacationDaysPerYear", rule.restDays.vacationDaysPerYear)
                }
            }
            object.field("gracePeriods", rule.gracePeriods)
            object.field("resetsOnMiss", rule.resetsOnMiss)
            object.object("freezes") { write(rule.freezes, to: &$0) }
            object.fieldIfPresent("atRiskSeconds", rule.atRiskSeconds)
            object.fieldIfPresent("fallbackZone", rule.fallbackZone?.identifier)
            object.fieldIfPresent("sumField", rule.sumField)
            if let minimum = rule.minimumPerEvent {
                object.field("minimumPerEvent", rawNumber: minimum.description)
            }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// The rule that a text says; a zone that the system no longer knows is kept, and goes by UTC.
    public static func rule(from text: String, zones: ZoneDatabase) throws -> StreakRule {
        let fields = try JSONCursor(try JSON(parsing: text)).fields()
        var rule = StreakRule(
            window: try window(from: try fields.object("window"), zones: zones),
            condition: try condition(from: try fields.object("condition"))
        )
        rule.sources = try fields.array("sources").map { try source(from: try $0.fields()) }
        rule.requiresEverySource = try fields.bool("requiresEverySource")
        rule.daysOff = Set(try fields.array("daysOff").map { Int(clamping: try $0.integer()) })
        if let limits = try fields.optionalObject("restDays") {
            rule.restDays = RestDayLimits(
                perWeek: Int(clamping: try limits.integer("perWeek")),
                vacationDaysPerYear: Int(clamping: try limits.integer("vacationDaysPerYear"))
            )
        }
        rule.gracePeriods = Int(clamping: try fields.integer("gracePeriods"))
        rule.resetsOnMiss = try fields.bool("resetsOnMiss")
        rule.freezes = try freezes(from: try fields.object("freezes"))
        rule.atRiskSeconds = try fields.optionalInteger("atRiskSeconds")
        rule.fallbackZone = try fields.optionalString("fallbackZone").map(zones.zoneOrUTC)
        rule.sumField = try fields.optionalString("sumField")
        rule.minimumPerEvent = try fields.optional("minimumPerEvent").map(amount)
        return rule
    }
}

// MARK: - Writing

extension StreakRuleDocument {
    private static func write(
        _ source: StreakSource,
        _ names: ItemNames?,
        to object: inout JSONObjectWriter
    ) {
        if let names {
            object.field("metric", names.metric(source.metric))
        } else {
            object.field("metric", source.metric.number)
        }
        if let threshold = source.threshold {
            object.field("threshold", rawNumber: threshold.description)
        }
        object.fieldIfPresent("condition", source.condition?.text)
        guard !source.filter.isEmpty else { return }
        object.object("attributes") { attributes in
            let wanted = source.filter.attributes.sorted { $0.key.number < $1.key.number }
            for (id, value) in wanted {
                attributes.field(names?.attribute(id) ?? String(id.number), value)
            }
        }
    }

    private static func write(_ window: StreakWindow, to object: inout JSONObjectWriter) {
        switch window {
        case .calendar(let window, let zone):
            switch window.unit {
            case .day: object.field("unit", "day")
            case .week(let start):
                object.field("unit", "week")
                object.field("weekStart", start)
            case .month: object.field("unit", "month")
            }
            object.field("resetTime", window.resetTime.description)
            object.fieldIfPresent("zone", zone?.identifier)
        case .rolling(let length):
            object.field("unit", "rolling")
            object.field("seconds", length.components.seconds)
        }
    }

    private static func write(_ condition: StreakCondition, to object: inout JSONObjectWriter) {
        switch condition {
        case .count(let minimum):
            object.field("type", "count")
            object.field("minimum", minimum)
        case .sum(let minimum):
            object.field("type", "sum")
            object.field("minimum", rawNumber: minimum.description)
        case .distinct(let field, let minimum):
            object.field("type", "distinct")
            object.field("minimum", minimum)
            object.field("field", field)
        }
    }

    private static func write(_ freezes: FreezeRule, to object: inout JSONObjectWriter) {
        object.field("startCount", freezes.startCount)
        object.field("maximum", freezes.maximum)
        guard let earning = freezes.earning else { return }
        object.field("earnedCount", earning.count)
        object.field("earnedEveryDays", earning.days)
    }
}

// MARK: - Reading

extension StreakRuleDocument {
    private static func source(from fields: JSONFields) throws -> StreakSource {
        var attributes: [AttributeID: String] = [:]
        for (name, value) in try fields.stringMap("attributes") {
            guard let number = Int64(name) else {
                throw fields.invalid("attributes", "must have numbers for names")
            }
            attributes[AttributeID(number)] = value
        }
        return StreakSource(
            metric: MetricID(try fields.integer("metric")),
            threshold: try fields.optional("threshold").map(amount),
            filter: AttributeFilter(attributes),
            condition: try fields.optionalString("condition").map(EventCondition.init(parsing:))
        )
    }

    private static func window(
        from fields: JSONFields,
        zones: ZoneDatabase
    ) throws -> StreakWindow {
        let unit: CalendarUnit
        switch try fields.string("unit") {
        case "day": unit = .day
        case "week": unit = .week(start: Int(clamping: try fields.integer("weekStart")))
        case "month": unit = .month
        case "rolling": return .rolling(.seconds(try fields.integer("seconds")))
        default: throw fields.invalid("unit", "is unknown")
        }
        let resetTime = try WallTime(try fields.string("resetTime"))
        return .calendar(
            CalendarWindow(unit: unit, resetTime: resetTime),
            zone: try fields.optionalString("zone").map(zones.zoneOrUTC)
        )
    }

    private static func condition(from fields: JSONFields) throws -> StreakCondition {
        switch try fields.string("type") {
        case "count": return .count(minimum: try fields.integer("minimum"))
        case "sum": return .sum(minimum: try amount(try fields.required("minimum")))
        case "distinct":
            return .distinct(
                field: try fields.string("field"),
                minimum: Int(clamping: try fields.integer("minimum"))
            )
        default: throw fields.invalid("type", "is unknown")
        }
    }

    private static func freezes(from fields: JSONFields) throws -> FreezeRule {
        var freezes = FreezeRule(
            startCount: Int(clamping: try fields.integer("startCount")),
            maximum: Int(clamping: try fields.integer("maximum"))
        )
        if let count = try fields.optionalInteger("earnedCount") {
            freezes.earning = FreezeRule.Earning(
                count: Int(clamping: count),
                days: Int(clamping: try fields.integer("earnedEveryDays"))
            )
        }
        return freezes
    }

    private static func amount(_ cursor: JSONCursor) throws -> Amount {
        guard let amount = Amount(decimal: try cursor.number().literal) else {
            throw cursor.invalid("is no amount")
        }
        return amount
    }
}
