import Catalogue
import CivilTime
import Engine
import JSONText
import Wire

/// Streak definitions as Phoenix's wire has them.
enum StreakDefinitionWire {
    /// Writes a definition.
    static func write(
        _ definition: StreakDefinition,
        in context: CallContext,
        to object: inout JSONObjectWriter
    ) {
        let rule = definition.rule
        object.field("id", definition.publicID)
        object.field("tenant_id", context.tenantID)
        object.field("name", definition.name)
        object.field("description", definition.details)
        object.object("config") { config in
            config.field("event_types", eventTypes(of: rule, context.view.rulebook))
            config.fieldIfPresent("expression", expression(of: rule))
            config.object("window") { StreakWindowWire.write(rule.window, to: &$0) }
            config.object("condition") { writeCondition(of: rule, to: &$0) }
            write(definition.milestones, to: &config)
            config.fieldIfPresent("at_risk_seconds", rule.atRiskSeconds)
        }
        object.field("status", definition.status.rawValue)
    }

    /// Writes when a window is satisfied.
    static func writeCondition(of rule: StreakRule, to object: inout JSONObjectWriter) {
        switch rule.condition {
        case .count(let minimum):
            object.field("type", "count")
            object.field("min", minimum)
        case .sum(let minimum):
            object.field("type", "sum")
            object.fieldIfPresent("field", rule.sumField)
            object.field("min", rawNumber: minimum.description)
        case .distinct(let field, let minimum):
            object.field("type", "distinct")
            object.field("field", field)
            object.field("min", minimum)
        }
    }

    /// Writes the lengths at which something is earned.
    static func write(_ milestones: [StreakMilestone], to object: inout JSONObjectWriter) {
        object.array("milestones") { array in
            for milestone in milestones {
                array.object { fields in
                    fields.field("threshold", milestone.threshold)
                    fields.field("reward_item_id", milestone.rewardItemID)
                    fields.field("repeatable", milestone.isRepeatable)
                }
            }
        }
    }

    /// The types of events that count, each once; a metric that was deleted has no key any more.
    private static func eventTypes(of rule: StreakRule, _ rulebook: Rulebook) -> [String] {
        var types: [String] = []
        for source in rule.sources {
            guard let key = rulebook.metric(id: source.metric)?.key, !types.contains(key)
            else { continue }
            types.append(key)
        }
        return types
    }

    /// What has to be true of every event, where that is the same for all types.
    private static func expression(of rule: StreakRule) -> String? {
        guard let first = rule.sources.first?.condition,
            rule.sources.allSatisfy({ $0.condition == first })
        else { return nil }
        return first.text
    }
}
