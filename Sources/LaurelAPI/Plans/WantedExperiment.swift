import Catalogue
import CivilTime
import Engine
import JSONText
import Wire

/// An experiment as a document of the configuration has it.
struct WantedExperiment: Sendable {
    let key: String
    private let fields: JSONFields

    /// How what it is over is found.
    struct Names {
        let achievement: (String) throws -> String?
        let trigger: (PointsTriggerChange, String) throws -> String?

        /// As things are called while a configuration is brought to what it should be.
        static func on(_ bench: ConfigurationBench) -> Names {
            Names(
                achievement: { try bench.achievement(named: $0)?.publicID },
                trigger: { try bench.trigger(like: $0, ofSystem: $1)?.publicID }
            )
        }
    }

    private static let names = [
        "key", "name", "description", "status", "subject", "share", "salt", "arms",
    ]

    init(_ fields: JSONFields) throws {
        try fields.allowOnly(Self.names)
        key = try fields.referenceKey()
        _ = try fields.required("name")
        _ = try fields.required("subject")
        _ = try fields.required("arms")
        self.fields = fields
    }

    /// Whether it should be over.
    var isToEnd: Bool { (try? fields["status"]?.string()) == Experiment.Status.ended.rawValue }

    /// What is told of it.
    func change(_ reader: StreakRuleReader, _ names: Names) throws -> ExperimentChange {
        // Of one that has ended, what it was over may be gone.
        let isToEnd = isToEnd
        var change = try ExperimentWire.change(from: fields, reader) { fields in
            isToEnd ? .streak(key: "") : try Self.subject(fields, reader.rulebook, names)
        }
        change.key = key
        if change.details == .keep { change.details = .clear }
        change.perMille = change.perMille ?? 1_000
        return change
    }

    private static func subject(
        _ fields: JSONFields,
        _ rulebook: Rulebook,
        _ names: Names
    ) throws -> ExperimentChange.Subject {
        switch try fields.required("type").word(ExperimentWire.SubjectKind.self) {
        case .streak:
            try fields.allowOnly(["type", "key"])
            return .streak(key: try fields.string("key"))
        case .achievement:
            try fields.allowOnly(["type", "name"])
            guard let id = try names.achievement(try fields.string("name")) else {
                throw fields.invalid("name", "must be the name of an achievement that exists")
            }
            return .achievement(id)
        case .pointsTrigger:
            try fields.allowOnly(["type", "system", "trigger"])
            let trigger = try fields.required("trigger").fields()
            let wanted = try WantedPoints.cause(trigger, rulebook)
            guard let id = try names.trigger(wanted, try fields.string("system")) else {
                throw fields.invalid("trigger", "must be a trigger of a points system that exists")
            }
            return .trigger(id)
        }
    }
}

extension ConfigurationDocument {
    /// Whether an experiment belongs into a document: what has ended is history, and what it is over
    /// has to be there.
    static func hasPlace(for experiment: Experiment, _ rulebook: Rulebook) -> Bool {
        guard experiment.endedAt == nil, experiment.archivedAt == nil else { return false }
        return switch experiment.subject {
        case .streak(let id): rulebook.streak(id: id) != nil
        case .achievement(let id): rulebook.achievements[id] != nil
        case .trigger(let id): rulebook.points.trigger(id) != nil
        }
    }

    /// Writes an experiment.
    static func write(
        _ experiment: Experiment,
        _ reader: StreakRuleReader,
        to object: inout JSONObjectWriter
    ) {
        object.field("key", experiment.key)
        object.field("name", experiment.name)
        object.fieldIfPresent("description", experiment.details)
        object.field("status", experiment.status.rawValue)
        object.object("subject") { write(experiment.subject, reader.rulebook, to: &$0) }
        let share = Amount(millionths: Int64(experiment.perMille) * 100_000)
        if experiment.perMille != 1_000 { object.field("share", rawNumber: share.description) }
        object.field("salt", experiment.salt)
        object.array("arms") { array in
            for arm in experiment.arms {
                array.object {
                    ExperimentWire.write(arm, of: experiment.subject, reader, to: &$0)
                }
            }
        }
    }

    private static func write(
        _ subject: Experiment.Subject,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        switch subject {
        case .streak(let id):
            object.field("type", ExperimentWire.SubjectKind.streak.rawValue)
            object.field("key", rulebook.streak(id: id)?.key)
        case .achievement(let id):
            object.field("type", ExperimentWire.SubjectKind.achievement.rawValue)
            object.field("name", rulebook.achievements[id]?.name)
        case .trigger(let id):
            guard let trigger = rulebook.points.trigger(id) else { return }
            object.field("type", ExperimentWire.SubjectKind.pointsTrigger.rawValue)
            object.field("system", rulebook.points.system(trigger.system)?.key)
            object.object("trigger") { object in
                object.field("type", trigger.cause.kind.rawValue)
                writeCause(of: trigger, rulebook, to: &object)
            }
        }
    }
}
