import Catalogue
public import CivilTime
public import Engine
import HTTP
public import JSONText
import Service

/// Reads the parts of streak definitions, as the rules of a workspace allow them.
public struct StreakRuleReader {
    /// The rules of the workspace.
    public let rulebook: Rulebook
    /// The system's time zones.
    public let zones: ZoneDatabase

    /// Whether any source is enough.
    public enum EvaluationMode: String, CaseIterable {
        case any = "OR"
        case all = "AND"
    }

    /// A reader by the rules of a workspace.
    public init(rulebook: Rulebook, zones: ZoneDatabase) {
        self.rulebook = rulebook
        self.zones = zones
    }

    /// A reader for a call.
    public init(_ context: CallContext) {
        rulebook = context.view.rulebook
        zones = context.service.zones
    }

    /// Whether every source has to meet its threshold.
    public func requiresEverySource(_ cursor: JSONCursor) throws(InvalidInput) -> Bool {
        try cursor.word(EvaluationMode.self) == .all
    }

    /// The active metric that a field names by its key.
    public func metric(_ cursor: JSONCursor) throws(InvalidInput) -> MetricID {
        guard let metric = rulebook.metric(key: try cursor.string()) else {
            throw cursor.invalid("must be the key of a metric that exists")
        }
        return metric.id
    }

    private func eventAttribute(_ cursor: JSONCursor) throws(InvalidInput) -> Attribute {
        guard let attribute = rulebook.attribute(.event, key: try cursor.string()) else {
            throw cursor.invalid("must be the key of an event attribute that exists")
        }
        return attribute
    }

    /// An amount that is more than nothing.
    public func positiveAmount(_ cursor: JSONCursor) throws(InvalidInput) -> Amount {
        guard let amount = Amount(decimal: try cursor.number().literal), amount > .zero else {
            throw cursor.invalid("must be more than 0 and at most 10^12, with up to 6 decimals")
        }
        return amount
    }
}

// MARK: - What counts

extension StreakRuleReader {
    /// The sources of a streak.
    public func sources(_ cursor: JSONCursor) throws -> [StreakSource] {
        var sources: [StreakSource] = []
        let elements = try cursor.elements(atMost: StreakLimits.maximumSources, "sources")
        guard !elements.isEmpty else { throw cursor.invalid("must name at least one metric") }
        for element in elements {
            let source = try source(from: try element.fields())
            guard !sources.contains(where: { $0.isLike(source) }) else {
                throw element.invalid(
                    "has the metric, eventAttributes and expression of an earlier source; leave one "
                        + "out"
                )
            }
            sources.append(source)
        }
        return sources
    }

    private func source(from fields: JSONFields) throws -> StreakSource {
        StreakSource(
            metric: try metric(try fields.required("metric")),
            threshold: try fields.optional("threshold").map(positiveAmount),
            filter: AttributeFilter(try fields["eventAttributes"].map(eventAttributes) ?? [:]),
            condition: try fields.optional("expression").map(expression)
        )
    }

    /// What has to be true of what an event carries; a mistake is named with its column.
    private func expression(_ cursor: JSONCursor) throws -> EventCondition {
        let text = try cursor.string()
        do throws(ExpressionError) {
            return try EventCondition(parsing: text)
        } catch {
            throw HTTPError.unprocessable("\(cursor.path): \(error.message)")
        }
    }

    private func eventAttributes(_ cursor: JSONCursor) throws -> [AttributeID: String] {
        var values: [AttributeID: String] = [:]
        let maximum = StreakLimits.maximumEventAttributes
        for element in try cursor.elements(atMost: maximum, "attributes") {
            let fields = try element.fields()
            let key = try fields.required("key")
            let id = try eventAttribute(key).id
            let value = try fields.text("value", .any(WireLimits.maximumAttributeLength))
            guard values.updateValue(value, forKey: id) == nil else {
                throw key.invalid("is there twice; an event has one value of each attribute")
            }
        }
        return values
    }

    /// When a period is satisfied.
    public func condition(_ cursor: JSONCursor) throws -> StreakCondition {
        enum Kind: String, CaseIterable {
            case count
            case sum
            case distinct
        }
        let fields = try cursor.fields()
        let kind = try fields["type"]?.word(Kind.self) ?? .count
        if kind != .distinct, fields.optional("field") != nil {
            throw fields.invalid("field", "is for the type \"distinct\"; leave it out")
        }
        let minimum = fields["min"]
        switch kind {
        case .count:
            let count = try minimum?.integer(in: StreakLimits.count) ?? 1
            return .count(minimum: Int64(count))
        case .sum:
            return .sum(minimum: try minimum.map(positiveAmount) ?? Amount(1))
        case .distinct:
            return .distinct(
                field: try eventAttribute(try fields.required("field")).key,
                minimum: try minimum?.integer(in: StreakLimits.distinctValues) ?? 1
            )
        }
    }
}

// MARK: - Forgiveness

extension StreakRuleReader {
    /// Weekdays that need no activity.
    public func daysOff(_ cursor: JSONCursor) throws(InvalidInput) -> Set<Int> {
        var days: Set<Int> = []
        for element in try cursor.elements(atMost: StreakLimits.maximumDaysOff, "weekdays") {
            guard days.insert(try element.integer(in: StreakLimits.weekdays)).inserted else {
                throw element.invalid("is there twice")
            }
        }
        return days
    }

    /// How many days users may take off by themselves; null for none.
    public func restDays(_ cursor: JSONCursor) throws(InvalidInput) -> RestDayLimits {
        guard !cursor.isNull else { return .none }
        let fields = try cursor.fields()
        return RestDayLimits(
            perWeek: try fields["perWeek"]?.integer(in: StreakLimits.restDaysPerWeek) ?? 0,
            vacationDaysPerYear: try fields["vacationDaysPerYear"]?
                .integer(in: StreakLimits.vacationDaysPerYear) ?? 0
        )
    }

    /// How freezes come to users; null for none.
    public func freezes(_ cursor: JSONCursor) throws(InvalidInput) -> FreezeRule {
        guard !cursor.isNull else { return .none }
        let fields = try cursor.fields()
        let start = try fields.required("startCount").integer(in: StreakLimits.startCount)
        let maximum = try fields.required("maxCount").integer(in: StreakLimits.maximumCount)
        guard maximum >= start else {
            throw fields.invalid("maxCount", "must be at least startCount")
        }
        let (interval, amount) = (
            fields.optional("autoEarnInterval"), fields.optional("autoEarnAmount")
        )
        guard (interval == nil) == (amount == nil) else {
            throw fields.invalid(
                interval == nil ? "autoEarnInterval" : "autoEarnAmount",
                "is missing: autoEarnInterval and autoEarnAmount come as a pair, or not at all"
            )
        }
        var rule = FreezeRule(startCount: start, maximum: maximum)
        if let interval, let amount {
            let days = try interval.integer(in: StreakLimits.autoEarnInterval)
            let count = try amount.integer(in: StreakLimits.autoEarnAmount)
            rule.earning = FreezeRule.Earning(count: count, days: days)
        }
        return rule
    }

    /// Lengths at which something is earned, shortest first.
    public func milestones(_ cursor: JSONCursor) throws -> [StreakMilestone] {
        var milestones: [StreakMilestone] = []
        let maximum = StreakLimits.maximumMilestones
        for element in try cursor.elements(atMost: maximum, "milestones") {
            let fields = try element.fields()
            let cursor = try fields.required("threshold")
            let threshold = try cursor.integer(in: StreakLimits.milestone)
            guard !milestones.contains(where: { $0.threshold == threshold }) else {
                throw cursor.invalid("is that of an earlier milestone; leave one out")
            }
            milestones.append(
                StreakMilestone(
                    threshold: threshold,
                    rewardItemID: try fields.optionalText(
                        "rewardItemId",
                        .filled(WireLimits.maximumNameLength)
                    ),
                    isRepeatable: try fields["repeatable"]?.bool() ?? false
                )
            )
        }
        return milestones.sorted { $0.threshold < $1.threshold }
    }
}

extension StreakSource {
    /// Whether both count the same events.
    fileprivate func isLike(_ other: StreakSource) -> Bool {
        metric == other.metric && filter == other.filter && condition == other.condition
    }
}
