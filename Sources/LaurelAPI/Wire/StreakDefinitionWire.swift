import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Streak definitions as the wire has them.
enum StreakDefinitionWire {
    private enum Status: String, CaseIterable {
        case active
        case paused
    }

    /// The streak that an item describes.
    static func draft(
        from fields: JSONFields,
        _ reader: StreakRuleReader,
        takesTicks: Bool = false
    ) throws -> StreakDraft {
        let name = try fields.text("name", .filled(WireLimits.maximumNameLength))
        let key = try fields.referenceKey()
        if takesTicks {
            guard !fields.has("sources") else {
                throw fields.invalid("sources", "are none of a streak that takes ticks")
            }
        } else {
            _ = try fields.required("sources")
        }
        let window = try StreakWindowWire.read(try fields.required("window"), zones: reader.zones)
        var draft = StreakDraft(key: key, name: name, window: window)
        draft.takesTicks = takesTicks
        try change(from: fields, reader).apply(to: &draft)
        return draft
    }

    /// What an item wants changed; a null for what cannot be null is refused.
    static func change(
        from fields: JSONFields,
        _ reader: StreakRuleReader
    ) throws -> StreakChange {
        var change = StreakChange()
        change.name = try fields["name"].map(TextRule.filled(WireLimits.maximumNameLength).text)
        let description = TextRule.any(StreakLimits.maximumDescriptionLength)
        change.details = try fields.wanted("description", description.text)
        change.isPrimary = try fields["primary"]?.bool()
        change.isPaused = try fields["status"].map { try $0.word(Status.self) == .paused }
        for field in StreakDefinitionFields.all { try field.read(fields, reader, &change) }
        return change
    }

}

// MARK: - Writing

extension StreakDefinitionWire {
    /// What writes the definitions of a call's workspace.
    static func writer(
        for context: CallContext
    ) -> Bulk.Write<StreakDefinition> {
        let reader = StreakRuleReader(context)
        return { definition, object in
            object.field("id", definition.publicID)
            object.field("key", definition.key)
            object.field("name", definition.name)
            object.field("description", definition.details)
            object.field("primary", definition.isPrimary)
            object.field("status", definition.status.rawValue)
            for field in StreakDefinitionFields.all { field.write(definition, reader, &object) }
            object.field("created", definition.createdAt.iso8601)
        }
    }

    /// Writes what counts; a metric that was deleted after the streak was archived has no key any
    /// more.
    static func write(
        _ source: StreakSource,
        rulebook: Rulebook,
        to array: inout JSONArrayWriter
    ) {
        guard let metric = rulebook.metric(id: source.metric) else { return }
        array.object { object in
            object.field("metric", metric.key)
            if let threshold = source.threshold {
                object.field("threshold", rawNumber: threshold.description)
            }
            object.fieldIfPresent("expression", source.condition?.text)
            object.array("eventAttributes") { attributes in
                let wanted = source.filter.attributes.compactMap { id, value in
                    rulebook.attribute(id: id).map { (key: $0.key, value: value) }
                }
                for (key, value) in wanted.sorted(by: { $0.key < $1.key }) {
                    attributes.object { attribute in
                        attribute.field("key", key)
                        attribute.field("value", value)
                    }
                }
            }
        }
    }

    /// Writes when a period is satisfied.
    static func write(_ condition: StreakCondition, to object: inout JSONObjectWriter) {
        switch condition {
        case .count(let minimum):
            object.field("type", "count")
            object.field("min", minimum)
        case .sum(let minimum):
            object.field("type", "sum")
            object.field("min", rawNumber: minimum.description)
        case .distinct(let field, let minimum):
            object.field("type", "distinct")
            object.field("min", minimum)
            object.field("field", field)
        }
    }

    /// Writes a length at which something is earned.
    static func write(_ milestone: StreakMilestone, to object: inout JSONObjectWriter) {
        object.field("threshold", milestone.threshold)
        object.field("rewardItemId", milestone.rewardItemID)
        object.field("repeatable", milestone.isRepeatable)
    }
}
