import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Reads the parts of a definition's `config`.
struct StreakConfigReader {
    let zones: ZoneDatabase

    /// The types of events that count.
    func eventTypes(_ cursor: JSONCursor) throws(InvalidInput) -> [String] {
        let elements = try cursor.elements(
            atMost: PhoenixLimits.maximumEventTypesOfStreak,
            "elements"
        )
        guard !elements.isEmpty else { throw cursor.invalid("must name at least one event type") }
        var types: [String] = []
        for element in elements {
            let type = try EventWire.eventType(element)
            guard !types.contains(type) else { throw element.invalid("is there twice") }
            types.append(type)
        }
        return types
    }

    /// What has to be true of what an event carries; a mistake is named with its column.
    func expression(_ cursor: JSONCursor) throws -> EventCondition {
        let text = try cursor.string()
        do throws(ExpressionError) {
            return try EventCondition(parsing: text)
        } catch {
            throw HTTPError.badRequest("\(cursor.path): \(error.message)")
        }
    }

    /// When a window is satisfied, and the attribute that is summed up.
    func condition(_ cursor: JSONCursor) throws -> (StreakCondition, sumField: String?) {
        enum Kind: String, CaseIterable {
            case count
            case sum
            case distinct
        }
        let fields = try cursor.fields()
        let kind = try fields.required("type").word(Kind.self)
        let minimum = try fields.required("min")
        switch kind {
        case .count:
            if fields.optional("field") != nil {
                throw fields.invalid("field", "is for the types \"sum\" and \"distinct\"")
            }
            return (.count(minimum: Int64(try minimum.integer(in: PhoenixLimits.count))), nil)
        case .sum:
            guard let amount = Amount(decimal: try minimum.number().literal), amount > .zero else {
                throw minimum.invalid("must be more than 0 and at most 10^12")
            }
            return (.sum(minimum: amount), try fields.optionalText("field", EventWire.nameRule))
        case .distinct:
            let field = try fields.text("field", EventWire.nameRule)
            let count = try minimum.integer(in: PhoenixLimits.distinctValues)
            return (.distinct(field: field, minimum: count), nil)
        }
    }

    /// Lengths at which something is earned, shortest first.
    func milestones(_ cursor: JSONCursor) throws -> [StreakMilestone] {
        var milestones: [StreakMilestone] = []
        for element in try cursor.elements(
            atMost: PhoenixLimits.maximumMilestones,
            "elements"
        ) {
            let fields = try element.fields()
            let field = try fields.required("threshold")
            let threshold = try field.integer(in: PhoenixLimits.milestone)
            guard !milestones.contains(where: { $0.threshold == threshold }) else {
                throw field.invalid("is that of an earlier milestone; leave one out")
            }
            milestones.append(
                StreakMilestone(
                    threshold: threshold,
                    rewardItemID: try fields.optionalText("reward_item_id", EventWire.nameRule),
                    isRepeatable: try fields.optionalBool("repeatable") ?? false
                )
            )
        }
        return milestones.sorted { $0.threshold < $1.threshold }
    }

    /// In how many last seconds of a window the streak is at risk.
    func atRiskSeconds(_ cursor: JSONCursor) throws(InvalidInput) -> Int64 {
        Int64(try cursor.integer(in: PhoenixLimits.atRiskSeconds))
    }
}

// MARK: - Windows

extension StreakConfigReader {
    /// How time is cut.
    func window(_ cursor: JSONCursor) throws -> StreakWindow {
        let fields = try cursor.fields()
        return switch try fields.required("type").word(StreakWindowWire.Kind.self) {
        case .calendar: try calendar(from: fields)
        case .rolling: .rolling(.seconds(try rollingSeconds(of: fields)))
        }
    }

    private func calendar(from fields: JSONFields) throws -> StreakWindow {
        if fields.optional("length_seconds") != nil {
            throw fields.invalid("length_seconds", "is for the type \"rolling\"; leave it out")
        }
        // Without effect unless the windows are weeks, but never nonsense.
        let start = try fields.optional("week_start")?.integer(in: PhoenixLimits.weekdays) ?? 0
        let unit: CalendarUnit =
            switch try fields.required("period").word(StreakWindowWire.Span.self) {
            case .daily: .day
            case .weekly: .week(start: start)
            case .monthly: .month
            }
        return .calendar(
            CalendarWindow(
                unit: unit,
                resetTime: try fields.optional("reset_time").map { try $0.wallTime() } ?? .midnight
            ),
            zone: try fields.optional("timezone").map(zone) ?? .utc
        )
    }

    private func rollingSeconds(of fields: JSONFields) throws -> Int64 {
        // A rolling window opens with its first event, so these are without effect, but never
        // nonsense: definitions are copied from calendar ones.
        _ = try fields.optional("timezone").map(zone)
        _ = try fields.optional("reset_time").map { try $0.wallTime() }
        _ = try fields.optional("week_start")?.integer(in: PhoenixLimits.weekdays)
        let length = try fields.optional("length_seconds").map {
            Int64(try $0.integer(in: PhoenixLimits.windowSeconds))
        }
        let span = try fields.optional("period")?.word(StreakWindowWire.Span.self).seconds
        guard let seconds = length ?? span else {
            throw fields.invalid("period", "is required: a period, or length_seconds instead")
        }
        guard span == nil || span == seconds else {
            throw fields.invalid("length_seconds", "must agree with period; send one of them alone")
        }
        return seconds
    }

    /// A zone, or nothing for each user's own.
    private func zone(_ cursor: JSONCursor) throws -> Zone? {
        try cursor.string() == StreakWindowWire.userZone ? nil : cursor.zone(in: zones)
    }
}
