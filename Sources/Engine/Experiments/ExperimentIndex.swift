public import CivilTime

/// The experiments of a workspace that were started, compiled so that a user's arms are found at once.
///
/// It never changes, and is a class so that a rulebook that is handed on carries one reference.
public final class ExperimentIndex: Sendable {
    /// An experiment, with how it divides users and when its rules held.
    public struct Started: Sendable {
        /// The experiment.
        public let experiment: Experiment
        /// How it divides users.
        public let split: Split
        /// When its rules held.
        public let span: Range<Instant>
    }

    /// Those that were started, archived ones too, oldest first.
    public let all: [Started]
    /// Those of them that have not ended.
    public let running: [Started]

    /// No experiment was started.
    public static let empty = ExperimentIndex([])

    /// Compiles experiments; drafts are left out.
    public init(_ experiments: [Experiment]) {
        all = experiments.sorted { $0.id < $1.id }.compactMap { experiment in
            guard let split = experiment.split, let span = experiment.span else { return nil }
            return Started(experiment: experiment, split: split, span: span)
        }
        running = all.filter(\.experiment.isRunning)
    }

    /// The arms of running experiments that a user is in, of those over one thing or of all, oldest
    /// experiment first.
    public func arms(
        of user: UserKey,
        over subject: Experiment.Subject? = nil
    ) -> [(experiment: String, arm: String)] {
        running.compactMap { started in
            guard subject == nil || started.experiment.subject == subject,
                let arm = started.split.arm(of: user)
            else { return nil }
            let experiment = started.experiment
            return (experiment.key, experiment.arms[arm].key)
        }
    }

    /// The running experiment over something, if there is one.
    public func running(over subject: Experiment.Subject) -> Started? {
        running.first { $0.experiment.subject == subject }
    }

    /// The streak experiments over a definition, ended ones too: what held then still did.
    func ofStreak(_ definition: StreakDefinitionID) -> [StreakExperiment] {
        all.filter { $0.experiment.subject == .streak(definition) }.map { started in
            StreakExperiment(
                split: started.split,
                span: started.span,
                rules: started.experiment.arms.map { arm in
                    if case .streak(let rule) = arm.rule { rule } else { nil }
                }
            )
        }
    }
}

/// For whom of the users of an experiment something holds.
public struct ArmCondition: Hashable, Sendable {
    /// How users are divided.
    let split: Split
    /// The arms; nothing for those who are in none.
    let arms: Set<Int?>

    /// Whether it holds for a user.
    func admits(_ user: UserKey) -> Bool { arms.contains(split.arm(of: user)) }
}

extension ExperimentIndex {
    /// Something that experiments may be over, as it is for each part of the users.
    ///
    /// Without a running experiment, it is what it is for everybody.
    func variants<Item>(
        of item: Item,
        over subject: Experiment.Subject,
        _ make: (Item, ArmRule) -> Item,
        condition: WritableKeyPath<Item, ArmCondition?>
    ) -> [Item] {
        guard let started = running(over: subject) else { return [item] }
        let arms = started.experiment.arms
        let same = arms.indices.filter { arms[$0].rule == nil }
        var base = item
        base[keyPath: condition] = ArmCondition(
            split: started.split,
            arms: Set(same.map(Int?.some)).union([nil])
        )
        let others = arms.indices.compactMap { index -> Item? in
            guard let rule = arms[index].rule else { return nil }
            var other = make(item, rule)
            other[keyPath: condition] = ArmCondition(split: started.split, arms: [index])
            return other
        }
        return [base] + others
    }
}

extension ExperimentIndex {
    /// The arms of a user, as roll-ups follow from them.
    public func records(of user: UserKey) -> [UserRecord.Arm] {
        all.compactMap { started in
            guard let arm = started.split.arm(of: user) else { return nil }
            return UserRecord.Arm(
                experiment: started.experiment.id,
                key: started.experiment.arms[arm].key,
                span: started.span
            )
        }
    }
}
