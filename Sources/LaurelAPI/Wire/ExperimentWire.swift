import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Wire

/// Experiments as the wire has them.
enum ExperimentWire {
    /// What an experiment is over.
    enum SubjectKind: String, CaseIterable {
        case streak
        case achievement
        case pointsTrigger
    }

    /// What a caller may make of one.
    private enum Status: String, CaseIterable {
        case draft
        case running
        case ended
    }

    /// What an item wants changed, or a new one to be.
    static func change(
        from fields: JSONFields,
        _ reader: StreakRuleReader,
        subject: (JSONFields) throws -> ExperimentChange.Subject = Self.subject
    ) throws -> ExperimentChange {
        var change = ExperimentChange()
        change.name = try fields["name"].map(TextRule.filled(WireLimits.maximumNameLength).text)
        let description = TextRule.any(StreakLimits.maximumDescriptionLength)
        change.details = try fields.wanted("description", description.text)
        change.status = try fields["status"].flatMap { cursor in
            Experiment.Status(rawValue: try cursor.word(Status.self).rawValue)
        }
        change.subject = try fields["subject"].map { try subject(try $0.fields()) }
        change.salt = try fields["salt"].map(TextRule.filled(LaurelLimits.maximumSaltLength).text)
        change.perMille = try fields["share"].map(perMille)
        change.arms = try fields["arms"].map { cursor in
            let arms = try cursor.elements(atMost: Split.armCounts.upperBound, "arms")
            guard arms.count >= Split.armCounts.lowerBound else {
                throw cursor.invalid("must have 2 to 4 arms")
            }
            return try arms.map { try arm(from: try $0.fields(), reader) }
        }
        return change
    }

    static func subject(_ fields: JSONFields) throws -> ExperimentChange.Subject {
        switch try fields.required("type").word(SubjectKind.self) {
        case .streak: .streak(key: try fields.string("key"))
        case .achievement: .achievement(try ResourceID.read(fields))
        case .pointsTrigger: .trigger(try ResourceID.read(fields))
        }
    }

    /// A share of a hundred, with one decimal.
    private static func perMille(_ cursor: JSONCursor) throws -> Int {
        let millionths = try cursor.amount().millionths
        let (share, rest) = millionths.quotientAndRemainder(dividingBy: 100_000)
        guard rest == 0, 1...1_000 ~= share else {
            throw cursor.invalid("must be 0.1 to 100, with at most one decimal")
        }
        return Int(share)
    }

    private static func arm(
        from fields: JSONFields,
        _ reader: StreakRuleReader
    ) throws -> ExperimentChange.Arm {
        ExperimentChange.Arm(
            key: try fields.referenceKey(),
            name: try fields["name"].map(TextRule.filled(WireLimits.maximumNameLength).text),
            weight: try fields["weight"]?.integer(in: 1...1_000) ?? 1,
            rule: try fields.optional("rule").map { try rule(from: try $0.fields(), reader) }
        )
    }

    private static func rule(
        from fields: JSONFields,
        _ reader: StreakRuleReader
    ) throws -> ExperimentChange.Rule {
        var rule = ExperimentChange.Rule()
        var streak = StreakChange()
        for field in StreakDefinitionFields.ofArms { try field.read(fields, reader, &streak) }
        rule.streak = streak.rule
        for name in ["metricValue", "metricThreshold"] {
            guard let cursor = fields.optional(name) else { continue }
            rule.limit = .total(try reader.positiveAmount(cursor))
        }
        if let cursor = fields.optional("streakLength") {
            rule.limit = .length(try cursor.integer(in: StreakLimits.milestone))
        }
        rule.points = try fields.optionalInteger("points")
        rule.maxPerDay = try fields.wanted("maxPerDay") { try $0.integer() }
        rule.maxPerWeek = try fields.wanted("maxPerWeek") { try $0.integer() }
        return rule
    }
}

// MARK: - Writing

extension ExperimentWire {
    /// What writes the experiments of a call's workspace.
    static func writer(for context: CallContext) -> Bulk.Write<Experiment> {
        let reader = StreakRuleReader(context)
        return { experiment, object in
            object.field("id", experiment.publicID)
            object.field("key", experiment.key)
            object.field("name", experiment.name)
            object.field("description", experiment.details)
            object.field("status", experiment.status.rawValue)
            object.object("subject") { write(experiment.subject, reader.rulebook, to: &$0) }
            let share = Amount(millionths: Int64(experiment.perMille) * 100_000)
            object.field("share", rawNumber: share.description)
            object.field("salt", experiment.salt)
            object.array("arms") { array in
                for arm in experiment.arms {
                    array.object { write(arm, of: experiment.subject, reader, to: &$0) }
                }
            }
            object.field("created", experiment.createdAt.iso8601)
            object.field("started", experiment.startedAt?.iso8601)
            object.field("ended", experiment.endedAt?.iso8601)
        }
    }

    /// What is gone has neither a key nor a name any more.
    private static func write(
        _ subject: Experiment.Subject,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        switch subject {
        case .streak(let id):
            let streak = rulebook.streak(id: id)
            object.field("type", SubjectKind.streak.rawValue)
            object.field("key", streak?.key)
            object.field("name", streak?.name)
        case .achievement(let id):
            let achievement = rulebook.achievements[id]
            object.field("type", SubjectKind.achievement.rawValue)
            object.field("id", achievement?.publicID)
            object.field("name", achievement?.name)
        case .trigger(let id):
            let trigger = rulebook.points.trigger(id)
            let system = trigger.flatMap { rulebook.points.system($0.system) }
            object.field("type", SubjectKind.pointsTrigger.rawValue)
            object.field("id", trigger?.publicID)
            object.field("name", system?.name)
        }
    }

    static func write(
        _ arm: Experiment.Arm,
        of subject: Experiment.Subject,
        _ reader: StreakRuleReader,
        to object: inout JSONObjectWriter
    ) {
        object.field("key", arm.key)
        object.field("name", arm.name)
        object.field("weight", arm.weight)
        guard let rule = arm.rule else { return object.null("rule") }
        object.object("rule") { object in
            switch rule {
            case .streak(let rule):
                guard case .streak(let id) = subject,
                    var definition = reader.rulebook.streak(id: id)
                else { return }
                definition.versions = [StreakVersion(rule: rule)]
                for field in StreakDefinitionFields.ofArms {
                    field.write(definition, reader, &object)
                }
            case .achievement(let limit): write(limit, "metricValue", to: &object)
            case .trigger(let terms):
                object.field("points", terms.points)
                if let limit = terms.limit { write(limit, "metricThreshold", to: &object) }
                object.field("maxPerDay", terms.maxPerDay)
                object.field("maxPerWeek", terms.maxPerWeek)
            }
        }
    }

    private static func write(
        _ limit: ArmLimit,
        _ total: String,
        to object: inout JSONObjectWriter
    ) {
        switch limit {
        case .total(let amount): object.field(total, rawNumber: amount.description)
        case .length(let length): object.field("streakLength", length)
        }
    }
}
