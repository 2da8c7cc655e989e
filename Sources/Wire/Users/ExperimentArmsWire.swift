public import Engine
public import JSONText

/// The arms of running experiments that a user is in.
public enum ExperimentArmsWire {
    /// The field of answers, which have it only where there are any.
    public static let field = JSONSchema.Field.optional("experiments", .map(.text))

    /// Writes the arms of a user, if there are any.
    public static func write(
        _ user: UserKey,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        write(rulebook.experiments.arms(of: user), to: &object)
    }

    /// Writes arms, if there are any.
    public static func write(
        _ arms: [(experiment: String, arm: String)],
        to object: inout JSONObjectWriter
    ) {
        guard !arms.isEmpty else { return }
        object.object("experiments") { object in
            for (experiment, arm) in arms { object.field(experiment, arm) }
        }
    }
}
