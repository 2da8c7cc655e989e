import CivilTime
import Engine
import JSONText

/// Reads the parts of scenarios.
struct ScenarioReader {
    let zones: ZoneDatabase

    func instant(_ cursor: JSONCursor) throws -> Instant {
        let text = try cursor.string()
        return try refusing(cursor) { () throws(CivilTimeError) in try Instant(iso8601: text) }
    }

    private func date(_ cursor: JSONCursor) throws -> CivilDate {
        let text = try cursor.string()
        return try refusing(cursor) { () throws(CivilTimeError) in try CivilDate(iso8601: text) }
    }

    private func zone(_ cursor: JSONCursor) throws -> Zone {
        let name = try cursor.string()
        return try refusing(cursor) { () throws(CivilTimeError) in try zones.zone(named: name) }
    }

    private func refusing<Value>(
        _ cursor: JSONCursor,
        _ read: () throws(CivilTimeError) -> Value
    ) throws(InvalidInput) -> Value {
        do {
            return try read()
        } catch {
            // What is invalid ends with a full stop of its own.
            var sentence = error.message
            if sentence.hasSuffix(".") { sentence.removeLast() }
            throw cursor.invalid("cannot be used: \(sentence)")
        }
    }

    // MARK: - The rule

    func rule(from fields: JSONFields) throws -> StreakRule {
        var rule = StreakRule(window: try window(from: try fields.object("window")))
        if let condition = try fields.optionalObject("condition") {
            rule.condition = try self.condition(from: condition)
        }
        rule.daysOff = Set(try integers("days_off", in: 0...6, of: fields))
        if let limits = try fields.optionalObject("rest_days") {
            rule.restDays.perWeek = try integer("per_week", in: 0...6, of: limits) ?? 0
            rule.restDays.vacationDaysPerYear =
                try integer("vacation_days_per_year", in: 0...366, of: limits) ?? 0
        }
        rule.gracePeriods = try integer("grace_periods", in: 0...1_000, of: fields) ?? 0
        rule.resetsOnMiss = try fields.optionalBool("reset_on_miss") ?? true
        if let freezes = try fields.optionalObject("freezes") {
            rule.freezes.maximum = try integer("max", in: 0...1_000_000, of: freezes) ?? 100
        }
        return rule
    }

    private func window(from fields: JSONFields) throws -> StreakWindow {
        let period = try fields.string("period")
        switch try fields.string("type") {
        case "calendar":
            return .calendar(
                CalendarWindow(
                    unit: try unit(period, of: fields),
                    resetTime: try resetTime(of: fields)
                ),
                zone: try fixedZone(of: fields)
            )
        case "rolling":
            guard let days = ["daily": 1, "weekly": 7, "monthly": 30][period] else {
                throw fields.invalid("period", "must be \"daily\", \"weekly\" or \"monthly\"")
            }
            return .rolling(.seconds(days * 86_400))
        default:
            throw fields.invalid("type", "must be \"calendar\" or \"rolling\"")
        }
    }

    private func unit(_ period: String, of fields: JSONFields) throws -> CalendarUnit {
        switch period {
        case "daily": .day
        case "weekly": .week(start: try integer("week_start", in: 0...6, of: fields) ?? 0)
        case "monthly": .month
        default: throw fields.invalid("period", "must be \"daily\", \"weekly\" or \"monthly\"")
        }
    }

    private func resetTime(of fields: JSONFields) throws -> WallTime {
        guard let cursor = fields.optional("reset_time") else { return .midnight }
        return try time(cursor)
    }

    private func time(_ cursor: JSONCursor) throws -> WallTime {
        let text = try cursor.string()
        return try refusing(cursor) { () throws(CivilTimeError) in try WallTime(text) }
    }

    private func fixedZone(of fields: JSONFields) throws -> Zone? {
        guard let cursor = fields.optional("timezone"), try cursor.string() != "user" else {
            return nil
        }
        return try zone(cursor)
    }

    private func condition(from fields: JSONFields) throws -> StreakCondition {
        let minimum = try fields.required("min")
        switch try fields.string("type") {
        case "count": return .count(minimum: try minimum.integer())
        case "sum": return .sum(minimum: try amount(minimum))
        case "distinct":
            return .distinct(
                field: try fields.string("field"),
                minimum: Int(clamping: try minimum.integer())
            )
        default: throw fields.invalid("type", "must be \"count\", \"sum\" or \"distinct\"")
        }
    }

    // MARK: - The history

    func activity(from fields: JSONFields) throws -> StreakActivity {
        StreakActivity(
            at: try instant(try fields.required("at")),
            amount: try fields.optional("value").map(amount) ?? Amount(1),
            attributes: try fields.optional("attributes").map { try texts($0) } ?? [:]
        )
    }

    func zoneHistory(from fields: JSONFields) throws -> ZoneHistory {
        let entries = try fields.array("zones").map { cursor in
            let entry = try cursor.fields()
            return ZoneHistory.Entry(
                from: try instant(try entry.required("from")),
                zone: try zone(try entry.required("tz"))
            )
        }
        guard let history = ZoneHistory(entries) else {
            throw fields.invalid("zones", "must have at least one zone")
        }
        return history.startingDays(try dayStarts(from: fields))
    }

    /// When the user's days begin, oldest first.
    private func dayStarts(
        from fields: JSONFields
    ) throws -> [(from: Instant, dayStartsAt: WallTime?)] {
        let starts = try (fields.optionalArray("day_starts") ?? []).map { cursor in
            let start = try cursor.fields()
            return (
                from: try instant(try start.required("from")),
                dayStartsAt: try start.optional("at").map { try time($0) }
            )
        }
        return starts.sorted { $0.from < $1.from }
    }

    func grants(from fields: JSONFields) throws -> [FreezeGrant] {
        try (fields.optionalArray("freezes") ?? []).map { cursor in
            let grant = try cursor.fields()
            return FreezeGrant(
                on: try date(try grant.required("on")),
                count: try integer("count", in: 0...1_000_000, of: grant) ?? 1
            )
        }
    }

    func pauses(from fields: JSONFields) throws -> [StreakPause] {
        try ranges("pauses", of: fields).map { StreakPause($0) }
    }

    /// The days that the user takes off, in any order.
    func rest(from fields: JSONFields) throws -> RestDays {
        var rest = RestDays()
        rest.weekly = try (fields.optionalArray("rest_days") ?? []).map { cursor in
            let choice = try cursor.fields()
            return RestDays.Weekly(
                from: try date(try choice.required("from")),
                weekdays: Set(try integers("weekdays", in: 0...6, of: choice))
            )
        }
        rest.weekly.sort { $0.from < $1.from }
        rest.vacations = try ranges("vacations", of: fields)
            .sorted { $0.lowerBound < $1.lowerBound }
        for (earlier, later) in zip(rest.vacations, rest.vacations.dropFirst())
        where later.lowerBound <= earlier.upperBound {
            throw fields.invalid("vacations", "must not overlap")
        }
        return rest
    }

    /// Dates from a start to an end, both inclusive.
    private func ranges(
        _ name: String,
        of fields: JSONFields
    ) throws -> [ClosedRange<CivilDate>] {
        try (fields.optionalArray(name) ?? []).map { cursor in
            let range = try cursor.fields()
            let start = try date(try range.required("start"))
            let end = try date(try range.required("end"))
            guard start <= end else { throw range.invalid("end", "must not be before start") }
            return start...end
        }
    }

    /// Stretches of time that are not held against the user.
    func amnesties(from fields: JSONFields) throws -> [StreakAmnesty] {
        try (fields.optionalArray("amnesties") ?? []).enumerated().map { index, cursor in
            let amnesty = try cursor.fields()
            let start = try instant(try amnesty.required("from"))
            let end = try instant(try amnesty.required("to"))
            guard start < end else { throw amnesty.invalid("to", "must be after from") }
            return StreakAmnesty(
                number: Int64(index) + 1,
                publicID: "",
                instants: start..<end,
                reason: "",
                createdAt: start
            )
        }
    }

    /// Resets and restores, oldest first.
    func corrections(from fields: JSONFields) throws -> [StreakCorrection] {
        let marks = try (fields.optionalArray("marks") ?? []).map { cursor in
            let mark = try cursor.fields()
            let at = try instant(try mark.required("at"))
            switch try mark.string("type") {
            case "reset": return StreakCorrection(at: at, .reset)
            case "restore": return StreakCorrection(at: at, .restore)
            default: throw mark.invalid("type", "must be \"reset\" or \"restore\"")
            }
        }
        return marks.sorted { $0.at < $1.at }
    }

    // MARK: - Values

    private func amount(_ cursor: JSONCursor) throws -> Amount {
        guard let amount = Amount(decimal: try cursor.number().literal) else {
            throw cursor.invalid("is larger than an amount may be")
        }
        return amount
    }

    /// Attributes; what is no text counts by how it is written.
    private func texts(_ cursor: JSONCursor) throws -> [String: String] {
        var texts: [String: String] = [:]
        for member in try cursor.fields().object.members where member.value != .null {
            if case .string(let text) = member.value {
                texts[member.name] = text
            } else {
                texts[member.name] = member.value.text
            }
        }
        return texts
    }

    private func integer(
        _ name: String,
        in range: ClosedRange<Int64>,
        of fields: JSONFields
    ) throws -> Int? {
        guard let value = try fields.optionalInteger(name) else { return nil }
        guard range.contains(value) else {
            throw fields.invalid(
                name,
                "must be between \(range.lowerBound) and \(range.upperBound)"
            )
        }
        return Int(value)
    }

    private func integers(
        _ name: String,
        in range: ClosedRange<Int64>,
        of fields: JSONFields
    ) throws -> [Int] {
        try (fields.optionalArray(name) ?? []).map { cursor in
            let value = try cursor.integer()
            guard range.contains(value) else {
                throw cursor.invalid(
                    "must be between \(range.lowerBound) and \(range.upperBound)"
                )
            }
            return Int(value)
        }
    }
}
