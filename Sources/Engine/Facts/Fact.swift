public import CivilTime

/// Something that happened because of a command, or because time went by.
///
/// One envelope for everything: whoever passes facts on need not know what they are about.
public struct Fact: Hashable, Sendable {
    /// What happened, by the name that callers know.
    ///
    /// A value and no enum: a database may hold facts of a newer version, which are passed on like
    /// all others.
    public struct Kind: RawRepresentable, Hashable, Sendable {
        /// The name.
        public let rawValue: String

        /// The kind with a name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A user reached an achievement.
        public static let achievementCompleted = Kind(rawValue: "achievement.completed")

        /// Something about the configuration of a workspace changed.
        public static let configurationChanged = Kind(rawValue: "configuration.changed")

        /// A webhook is told nothing any longer.
        public static let webhookDisabled = Kind(rawValue: "webhook.disabled")

        /// Those that whoever asks for no kind is told: programs that came before the others know
        /// these alone.
        public static let usual: [Kind] =
            StreakFact.Kind.allCases.map(Kind.init) + [.achievementCompleted]

        /// Every kind that this version tells, in the order of its documentation.
        ///
        /// No other list names them all.
        public static let all: [Kind] =
            usual + UserFact.Kind.allCases.map(Kind.init) + [.configurationChanged]
            + PointsFact.Kind.allCases.map(Kind.init) + [.webhookDisabled]
            + BoardFact.Kind.allCases.map(Kind.init)
            + ReminderFact.Kind.allCases.map(Kind.init)
            + GroupStreakFact.Kind.allCases.map { Kind(rawValue: $0.rawValue) }

        /// The kind of a fact about a streak.
        public init(_ kind: StreakFact.Kind) { rawValue = kind.rawValue }

        /// The kind of a fact about points.
        public init(_ kind: PointsFact.Kind) { rawValue = kind.rawValue }

        /// The kind of a fact about a leaderboard.
        public init(_ kind: BoardFact.Kind) { rawValue = kind.rawValue }

        /// The kind of a fact about a user.
        public init(_ kind: UserFact.Kind) { rawValue = kind.rawValue }
    }

    /// What happened.
    public let kind: Kind
    /// The public id of what it is about.
    public let subject: String?
    /// When.
    public let at: Instant
    /// What else there is to say of it.
    public internal(set) var payload: FactPayload

    /// A fact with all its parts.
    public init(kind: Kind, subject: String?, at: Instant, payload: FactPayload = FactPayload()) {
        self.kind = kind
        self.subject = subject
        self.at = at
        self.payload = payload
    }
}
