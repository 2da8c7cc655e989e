import CivilTime
public import Engine
import Storage

/// What is to change of an experiment, or a new one is to be; what is not told stays.
public struct ExperimentChange: Sendable {
    /// What an experiment is over, as callers name it.
    public enum Subject: Hashable, Sendable {
        /// The streak with a key.
        case streak(key: String)
        /// The achievement with a UUID.
        case achievement(String)
        /// The points trigger with a UUID.
        case trigger(String)
    }

    /// An arm.
    public struct Arm: Sendable {
        /// The reference that callers use.
        public let key: String
        /// What people call it; the key unless told.
        public let name: String?
        /// How large it is beside the others.
        public let weight: Int
        /// What is different; nothing where all is as it is.
        public let rule: Rule?

        /// An arm.
        public init(key: String, name: String?, weight: Int, rule: Rule?) {
            self.key = key
            self.name = name
            self.weight = weight
            self.rule = rule
        }
    }

    /// What is different in an arm, whatever it is an arm of.
    public struct Rule: Sendable {
        /// What is different of a streak's rule.
        public var streak = Edits<StreakRule>()
        /// What has to be reached.
        public var limit: ArmLimit?
        /// How many points are given.
        public var points: Int64?
        /// How many are given at most on a day.
        public var maxPerDay = Change<Int64>.keep
        /// How many are given at most in a week.
        public var maxPerWeek = Change<Int64>.keep

        /// Nothing is different yet.
        public init() {}

        fileprivate var hasTerms: Bool {
            points != nil || maxPerDay != .keep || maxPerWeek != .keep
        }
    }

    /// The experiment's UUID; nothing of a new one.
    public var publicID: String?
    /// The reference that callers will use; of a new one alone.
    public var key: String?
    /// What people will call it.
    public var name: String?
    /// What people will read about it.
    public var details = Change<String>.keep
    /// How far it will be.
    public var status: Experiment.Status?
    /// What it will be over.
    public var subject: Subject?
    /// What users will be divided by.
    public var salt: String?
    /// Of a thousand users, how many will take part.
    public var perMille: Int?
    /// Its arms.
    public var arms: [Arm]?

    /// A change of nothing yet.
    public init() {}

    /// Whether it changes what is fixed once an experiment has begun.
    var changesWhatIsFixed: Bool {
        subject != nil || salt != nil || perMille != nil || arms != nil
    }
}

/// A change of an experiment while it is judged.
struct ExperimentDraft {
    let change: ExperimentChange
    let known: Experiment?
    let surroundings: Experiment.Surroundings

    /// The experiment as the change makes it, still in the status that it has.
    func experiment(
        _ id: ExperimentID,
        publicID: String
    ) throws(ItemIssue) -> Experiment {
        var experiment: Experiment
        if let known { experiment = known } else { experiment = try created(id, publicID) }
        if known?.startedAt != nil, change.changesWhatIsFixed {
            throw .told("who is in which arm, and what holds there, is fixed once it has begun")
        }
        experiment.name = change.name ?? experiment.name
        experiment.details = change.details.applied(to: experiment.details)
        experiment.salt = change.salt ?? experiment.salt
        experiment.perMille = change.perMille ?? experiment.perMille
        let subject: Experiment.Subject? =
            if let named = change.subject { try self.subject(named) } else { nil }
        if let subject, subject != experiment.subject, change.arms == nil {
            throw .told("another subject needs other arms")
        }
        experiment.subject = subject ?? experiment.subject
        if let arms = change.arms {
            experiment.arms = try self.arms(arms, over: experiment.subject)
        }
        guard experiment.split != nil else {
            throw .told("\"arms\" must be 2 to 4")
        }
        return experiment
    }

    private func created(
        _ id: ExperimentID,
        _ publicID: String
    ) throws(ItemIssue) -> Experiment {
        guard let key = change.key else { throw .told("\"key\" is required") }
        guard let name = change.name else { throw .told("\"name\" is required") }
        guard let subject = change.subject else { throw .told("\"subject\" is required") }
        guard change.arms != nil else { throw .told("\"arms\" is required") }
        let now = surroundings.now
        return Experiment(
            id: id,
            publicID: publicID,
            key: key,
            name: name,
            subject: try self.subject(subject),
            arms: [],
            salt: "\(key) \(Zone.utc.civilDate(at: now).iso8601)",
            createdAt: now
        )
    }
}

// MARK: - What it is over

extension ExperimentDraft {
    private func subject(
        _ named: ExperimentChange.Subject
    ) throws(ItemIssue) -> Experiment.Subject {
        switch named {
        case .streak(let key):
            let streak = surroundings.streaks.first { $0.key.isSameID(as: key) }
            guard let streak else { throw .told("\"subject\" must be the key of a streak") }
            return .streak(streak.id)
        case .achievement(let publicID):
            let found = surroundings.achievements.first { $0.publicID == publicID }
            guard let found else { throw .notFound(.achievement) }
            guard found.trigger.armLimit != nil else {
                throw .told("an experiment is over an achievement of a metric or a streak")
            }
            return .achievement(found.id)
        case .trigger(let publicID):
            let found = surroundings.triggers.first { $0.publicID == publicID }
            guard let found else { throw .notFound(.pointsTrigger) }
            guard found.cause.kind != .time, !found.countsPast else {
                throw .told(
                    "an experiment is over a points trigger that neither goes by time nor counts "
                        + "what was before"
                )
            }
            return .trigger(found.id)
        }
    }

    private func arms(
        _ arms: [ExperimentChange.Arm],
        over subject: Experiment.Subject
    ) throws(ItemIssue) -> [Experiment.Arm] {
        guard Set(arms.map(\.key)).count == arms.count else {
            throw .told("each arm needs a key of its own")
        }
        var made: [Experiment.Arm] = []
        for arm in arms {
            made.append(
                Experiment.Arm(
                    key: arm.key,
                    name: arm.name ?? arm.key,
                    weight: arm.weight,
                    rule: try rule(arm.rule, over: subject)
                )
            )
        }
        return made
    }

    private func rule(
        _ rule: ExperimentChange.Rule?,
        over subject: Experiment.Subject
    ) throws(ItemIssue) -> ArmRule? {
        guard let rule else { return nil }
        switch subject {
        case .streak(let id):
            guard let streak = surroundings.streaks.first(where: { $0.id == id }) else {
                throw .notFound(.streak)
            }
            if rule.limit != nil || rule.hasTerms { throw Self.foreign }
            return .streak(try self.rule(rule.streak, of: streak))
        case .achievement(let id):
            guard let found = surroundings.achievements.first(where: { $0.id == id }) else {
                throw .notFound(.achievement)
            }
            if rule.hasTerms || !rule.streak.isEmpty { throw Self.foreign }
            return .achievement(try limit(rule.limit, like: found.trigger.armLimit))
        case .trigger(let id):
            guard let found = surroundings.triggers.first(where: { $0.id == id }) else {
                throw .notFound(.pointsTrigger)
            }
            if !rule.streak.isEmpty { throw Self.foreign }
            return .trigger(try terms(rule, of: found))
        }
    }

    private static let foreign = ItemIssue.told(
        "the rule of an arm has fields that the subject of the experiment does not have"
    )

    private func rule(
        _ edits: Edits<StreakRule>,
        of streak: StreakDefinition
    ) throws(ItemIssue) -> StreakRule {
        var rule = streak.rule
        edits.apply(to: &rule)
        let problems = rule.problems(
            with: streak.milestones,
            after: streak.rule,
            streak.milestones
        )
        if let problem = problems.first { throw .contradiction(problem) }
        return rule
    }

    private func limit(
        _ wanted: ArmLimit?,
        like known: ArmLimit?
    ) throws(ItemIssue) -> ArmLimit {
        switch (wanted, known) {
        case (.total, .total), (.length, .length):
            if let wanted { return wanted }
        case (nil, let known?): return known
        default: break
        }
        throw Self.foreign
    }

    private func terms(
        _ rule: ExperimentChange.Rule,
        of trigger: PointsTrigger
    ) throws(ItemIssue) -> TriggerTerms {
        var terms = TriggerTerms(trigger)
        terms.points = rule.points ?? terms.points
        terms.maxPerDay = rule.maxPerDay.applied(to: terms.maxPerDay)
        terms.maxPerWeek = rule.maxPerWeek.applied(to: terms.maxPerWeek)
        if let wanted = rule.limit { terms.limit = try limit(wanted, like: terms.limit) }
        if let problem = terms.applied(to: trigger).problems.first {
            throw .contradictionOfPoints(problem)
        }
        return terms
    }
}
