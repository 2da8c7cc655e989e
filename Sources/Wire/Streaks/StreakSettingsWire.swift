public import Catalogue
public import Engine
import HTTP
public import JSONText

/// The primary streak as Trophy's settings have it.
public enum StreakSettingsWire {
    /// What a body wants changed.
    public static func change(
        from fields: JSONFields,
        _ reader: StreakRuleReader
    ) throws -> StreakSettingsChange {
        var change = StreakSettingsChange()
        change.frequency = try fields["frequency"]?.word(StreakSettings.Frequency.self)
        change.requiresEverySource = try fields["evaluationMode"].map(reader.requiresEverySource)
        change.isCustomizable = try fields["customizationEnabled"]?.bool()
        change.daysOff = try fields["daysOff"].map(reader.daysOff)
        change.sources = try fields["metrics"].map { try sources($0, reader) }
        change.freezes = try fields["freezes"].map(reader.freezes)
        change.scope = try StreakFields.scope(from: fields)
        return change
    }

    /// What is to count.
    public static func sources(
        _ cursor: JSONCursor,
        _ reader: StreakRuleReader
    ) throws -> [StreakSettings.Source] {
        var sources: [StreakSettings.Source] = []
        let maximum = StreakLimits.maximumSources
        for element in try cursor.elements(atMost: maximum, "metrics") {
            let fields = try element.fields()
            let key = try fields.required("key")
            let metric = try reader.metric(key)
            guard !sources.contains(where: { $0.metric == metric }) else {
                throw key.invalid("is there twice")
            }
            let threshold = try fields.required("threshold")
            sources.append(
                StreakSettings.Source(
                    metric: metric,
                    threshold: Int64(try threshold.integer(in: StreakLimits.settingsThreshold))
                )
            )
        }
        return sources
    }

    /// Writes settings.
    public static func write(
        _ settings: StreakSettings,
        rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        let mode = StreakRuleReader.EvaluationMode.self
        object.field("frequency", settings.frequency.rawValue)
        object.field(
            "evaluationMode",
            (settings.requiresEverySource ? mode.all : mode.any).rawValue
        )
        object.field("customizationEnabled", settings.isCustomizable)
        object.field("daysOff", settings.daysOff.sorted())
        object.array("metrics") { array in
            for source in settings.sources {
                guard let metric = rulebook.metric(id: source.metric) else { continue }
                array.object { object in
                    object.field("key", metric.key)
                    object.field("threshold", source.threshold)
                }
            }
        }
        StreakFields.write(settings.freezes, to: &object)
    }
}
