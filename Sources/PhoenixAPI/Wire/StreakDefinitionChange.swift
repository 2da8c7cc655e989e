import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Wire

/// What a caller wants a streak to be, before it is known which metrics its events are of.
struct StreakDefinitionChange {
    /// Everything but what counts.
    var change = StreakChange()
    /// The types of events that will count.
    var eventTypes: [String]?
    /// What will have to be true of them.
    var expression = Change<EventCondition>.keep

    private enum Status: String, CaseIterable {
        case active
        case paused
    }

    /// The change that fields describe; what is not there stays, or, where the whole is described,
    /// is as for a new streak.
    init(from fields: JSONFields, _ reader: StreakConfigReader, isWhole: Bool) throws {
        if isWhole {
            _ = try fields.required("name")
            let config = try fields.object("config")
            for name in ["event_types", "window", "condition"] { _ = try config.required(name) }
            change.details = .clear
            change.milestones = []
            change.atRiskSeconds = .clear
            expression = .clear
        }
        change.name = try fields["name"].map { try EventWire.nameRule.text(of: $0) }
        change.hasOwnName = change.name != nil
        let rule = TextRule.any(PhoenixLimits.maximumDescriptionLength)
        change.details = try fields.wanted("description", rule.text) ?? change.details
        change.isPaused = try fields.optional("status").map { cursor in
            try cursor.word(Status.self) == .paused
        }
        if let config = fields["config"] { try read(try config.fields(), reader) }
    }

    private mutating func read(_ config: JSONFields, _ reader: StreakConfigReader) throws {
        eventTypes = try config["event_types"].map(reader.eventTypes)
        expression = try config.wanted("expression", reader.expression) ?? expression
        change.window = try config["window"].map(reader.window)
        if let condition = try config["condition"].map(reader.condition) {
            change.condition = condition.0
            change.sumField = condition.sumField.map(Change.set) ?? .clear
        }
        change.milestones = try config["milestones"].map(reader.milestones) ?? change.milestones
        change.atRiskSeconds =
            try config.wanted("at_risk_seconds", reader.atRiskSeconds) ?? change.atRiskSeconds
    }

    /// The attributes that have to be there.
    var attributes: [String] {
        if case .distinct(let field, _)? = change.condition { return [field] }
        if case .set(let field) = change.sumField { return [field] }
        return []
    }

    /// The whole change, of a streak that there is or of a new one, once every type is a metric.
    func resolved(with rulebook: Rulebook, of streak: StreakDefinition?) -> StreakChange {
        var change = change
        let current = streak?.rule.sources ?? []
        let isKept = expression == .keep
        guard eventTypes != nil || !isKept else { return change }
        let metrics =
            eventTypes.map { $0.compactMap { rulebook.metric(key: $0)?.id } }
            ?? current.map(\.metric)
        let condition = isKept ? current.first?.condition : expression.applied(to: nil)
        var known: Set<MetricID> = []
        change.sources = metrics.filter { known.insert($0).inserted }.map { metric in
            StreakSource(metric: metric, condition: condition)
        }
        return change
    }
}

extension JSONFields {
    /// What is wanted of a field; nothing where it is absent.
    fileprivate func wanted<Value>(
        _ name: String,
        _ read: (JSONCursor) throws -> Value
    ) throws -> Change<Value>? {
        switch try change(name, read) {
        case .keep: nil
        case .clear: .clear
        case .set(let value): .set(value)
        }
    }
}
