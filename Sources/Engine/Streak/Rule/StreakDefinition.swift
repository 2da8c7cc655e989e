public import CivilTime

/// The number of a streak definition.
public struct StreakDefinitionID: Hashable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The definition with this number.
    public init(_ number: Int64) { self.number = number }
}

/// A streak that the users of a workspace can have: what counts and how forgiving it is, with every
/// version that ever held (R13).
public struct StreakDefinition: Hashable, Sendable {
    /// Whether a definition is in use.
    public enum Status: String, Sendable, CaseIterable {
        /// Events count.
        case active
        /// Frozen in time: nothing advances and nothing breaks.
        case paused
        /// No longer shown; what was recorded stays.
        case archived
    }

    /// The number inside the database.
    public let id: StreakDefinitionID
    /// The UUID by which callers know it.
    public let publicID: String
    /// The reference that callers use; it never changes.
    public let key: String
    /// What people call it.
    public var name: String
    /// What people read about it.
    public var details: String?
    /// Whether it is the one that is shown where callers name none.
    public var isPrimary: Bool
    /// Whether users may change what counts for them.
    public var isCustomizable: Bool
    /// Lengths at which something is earned.
    public var milestones: [StreakMilestone]
    /// When it came to be.
    public let createdAt: Instant
    /// When it was archived.
    public var archivedAt: Instant?
    /// A number that rises with every change of the rules.
    public var revision: Int
    /// The rules that held, oldest first and never empty; the first holds for all time before it.
    public var versions: [StreakVersion]
    /// How many of the versions, from the first on, have judged somebody's period; those after them
    /// are replaced by the next change (R13).
    public var judgedCount: Int
    /// When the versions last changed.
    public var changedAt: Instant
    /// The experiments over it, ended ones too; a rulebook fills them in.
    public internal(set) var experiments: [StreakExperiment] = []

    /// A definition with all its parts.
    public init(
        id: StreakDefinitionID,
        publicID: String,
        key: String,
        name: String,
        details: String? = nil,
        isPrimary: Bool = false,
        isCustomizable: Bool = false,
        milestones: [StreakMilestone] = [],
        createdAt: Instant,
        archivedAt: Instant? = nil,
        revision: Int = 1,
        versions: [StreakVersion],
        judgedCount: Int? = nil,
        changedAt: Instant? = nil
    ) {
        precondition(!versions.isEmpty, "a definition has at least one version")
        self.id = id
        self.publicID = publicID
        self.key = key
        self.name = name
        self.details = details
        self.isPrimary = isPrimary
        self.isCustomizable = isCustomizable
        self.milestones = milestones
        self.createdAt = createdAt
        self.archivedAt = archivedAt
        self.revision = revision
        self.versions = versions
        self.judgedCount = min(judgedCount ?? versions.count, versions.count)
        self.changedAt = changedAt ?? versions[versions.count - 1].from
    }

    /// The rule that holds now.
    public var rule: StreakRule { versions[versions.count - 1].rule }

    /// The metrics whose events have counted under any version; no arm of an experiment counts others.
    public var sourceMetrics: Set<MetricID> {
        Set(versions.flatMap { $0.rule.sources.map(\.metric) })
    }

    /// Whether it is in use.
    public var status: Status {
        if archivedAt != nil { return .archived }
        return versions[versions.count - 1].isPaused ? .paused : .active
    }
}

extension StreakDefinition {
    /// The same with filters that name attributes by the keys that events carry.
    func compiled(with keys: [AttributeID: String]) -> StreakDefinition {
        var definition = self
        for version in versions.indices {
            definition.versions[version].rule.compile(with: keys)
        }
        for experiment in experiments.indices {
            for arm in experiments[experiment].rules.indices {
                definition.experiments[experiment].rules[arm]?.compile(with: keys)
            }
        }
        return definition
    }
}

/// A rule of a definition, and from when it held.
public struct StreakVersion: Hashable, Sendable {
    /// Its first instant; that of the first version is not looked at.
    public var from: Instant
    /// The rule.
    public var rule: StreakRule
    /// Whether the definition was paused meanwhile.
    public var isPaused: Bool
    /// Whether what users had chosen of the streak counted meanwhile; otherwise it rested.
    public var isCustomizable: Bool

    /// A rule from a moment on.
    public init(
        from: Instant = .distantPast,
        rule: StreakRule,
        isPaused: Bool = false,
        isCustomizable: Bool = true
    ) {
        self.from = from
        self.rule = rule
        self.isPaused = isPaused
        self.isCustomizable = isCustomizable
    }

    /// Whether nothing differs but since when it holds.
    func isLike(_ other: StreakVersion) -> Bool {
        rule == other.rule && isPaused == other.isPaused && isCustomizable == other.isCustomizable
    }
}

/// A length at which something is earned.
public struct StreakMilestone: Hashable, Sendable {
    /// The length.
    public var threshold: Int
    /// What the caller gives for it.
    public var rewardItemID: String?
    /// Whether it is earned in every run, rather than once.
    public var isRepeatable: Bool

    /// A milestone at a length.
    public init(threshold: Int, rewardItemID: String? = nil, isRepeatable: Bool = false) {
        self.threshold = threshold
        self.rewardItemID = rewardItemID
        self.isRepeatable = isRepeatable
    }
}
