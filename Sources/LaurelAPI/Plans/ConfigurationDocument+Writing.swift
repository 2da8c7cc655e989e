public import Catalogue
public import CivilTime
public import Engine
import JSONText
public import Storage
import Wire

extension ConfigurationDocument {
    /// The document of a workspace as it is, to be read by people.
    public static func text(
        of view: WorkspaceView,
        _ experiments: [Experiment],
        _ webhooks: [Webhook],
        _ templates: [MessageTemplate],
        zones: ZoneDatabase
    ) -> String {
        let rulebook = view.rulebook
        var writer = JSONWriter()
        writer.object { object in
            object.field("laurel", version)
            object.array(Part.metrics.rawValue) { array in
                for metric in rulebook.metrics { array.object { write(metric, to: &$0) } }
            }
            object.array(Part.attributes.rawValue) { array in
                for attribute in rulebook.attributes {
                    array.object { write(attribute, to: &$0) }
                }
            }
            let reader = StreakRuleReader(rulebook: rulebook, zones: zones)
            object.array(Part.streaks.rawValue) { array in
                for streak in rulebook.streaks { array.object { write(streak, reader, to: &$0) } }
            }
            object.array(Part.achievements.rawValue) { array in
                for achievement in rulebook.achievements.all.sorted(by: { $0.id < $1.id }) {
                    array.object { write(achievement, rulebook, to: &$0) }
                }
            }
            object.array(Part.points.rawValue) { array in
                for system in rulebook.points.systems {
                    array.object { write(system, view, to: &$0) }
                }
            }
            object.array(Part.boards.rawValue) { array in
                for board in rulebook.boards.all where board.status(at: view.now) != .finished {
                    array.object { write(board, rulebook, to: &$0) }
                }
            }
            object.array(Part.experiments.rawValue) { array in
                for experiment in experiments where hasPlace(for: experiment, rulebook) {
                    array.object { write(experiment, reader, to: &$0) }
                }
            }
            object.array(Part.webhooks.rawValue) { array in
                for webhook in webhooks { array.object { write(webhook, to: &$0) } }
            }
            object.array(Part.templates.rawValue) { array in
                for template in templates { array.object { write(template, to: &$0) } }
            }
        }
        let bytes = writer.finish()
        guard let json = try? JSON(parsing: bytes) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        return json.readableText()
    }

    private static func write(_ metric: Metric, to object: inout JSONObjectWriter) {
        object.field("key", metric.key)
        object.field("name", metric.name)
        if metric.unitType != .number { object.field("unitType", metric.unitType.rawValue) }
        if !metric.units.isEmpty { object.field("units", metric.units) }
    }

    private static func write(_ attribute: Attribute, to object: inout JSONObjectWriter) {
        object.field("type", attribute.kind.rawValue)
        object.field("key", attribute.key)
        object.field("name", attribute.name)
    }

    private static func write(
        _ streak: StreakDefinition,
        _ reader: StreakRuleReader,
        to object: inout JSONObjectWriter
    ) {
        object.field("key", streak.key)
        object.field("name", streak.name)
        object.fieldIfPresent("description", streak.details)
        if streak.isPrimary { object.field("primary", true) }
        if streak.status != .active { object.field("status", streak.status.rawValue) }
        let takesTicks = streak.rule.sources.contains { source in
            reader.rulebook.metric(id: source.metric)?.isOfStreak == true
        }
        if takesTicks { object.field("ticks", true) }
        for field in StreakDefinitionFields.all where !takesTicks || !field.isOfSources {
            field.write(streak, reader, &object)
        }
    }

    private static func write(
        _ achievement: Achievement,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        object.field("name", achievement.name)
        object.fieldIfPresent("description", achievement.description)
        object.fieldIfPresent("category", achievement.category)
        object.fieldIfPresent("badgeUrl", achievement.badgeURL)
        object.field("status", achievement.status.rawValue)
        object.field("trigger", achievement.trigger.kind.rawValue)
        switch achievement.trigger {
        case .metric(let threshold):
            object.field("metric", rulebook.metric(id: threshold.metric)?.key)
            object.field("amount", rawNumber: threshold.amount.description)
            write(threshold.filter?.attributes, as: "eventAttributes", rulebook, to: &object)
        case .streak(let length): object.field("streakLength", length)
        case .api(let key): object.field("key", key)
        case .anniversary(let years): object.field("years", years)
        case .composite(let parts):
            object.field("parts", parts.compactMap { rulebook.achievements[$0]?.name })
        }
        write(achievement.userFilter, as: "userAttributes", rulebook, to: &object)
    }

    static func write(
        _ filter: AttributeFilter?,
        as name: String,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        let values = (filter?.attributes ?? [:]).compactMap { id, value in
            rulebook.attribute(id: id).map { (key: $0.key, value: value) }
        }
        guard !values.isEmpty else { return }
        object.object(name) { map in
            for (key, value) in values.sorted(by: { $0.key < $1.key }) { map.field(key, value) }
        }
    }
}

extension StreakDefinitionFields.Field {
    /// Whether it says which metrics count.
    fileprivate var isOfSources: Bool { body.name == "sources" }
}
