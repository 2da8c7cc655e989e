public import CivilTime
public import Engine

/// An entry of the due list: at a moment, time brings something.
public struct DueEntry: Hashable, Sendable {
    /// What time brings; a new kind needs no new table and no new query.
    public struct Kind: RawRepresentable, Hashable, Sendable {
        /// The name, as the table has it.
        public let rawValue: String

        /// The kind with a name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Something befalls a streak; the subject is its definition.
        public static let streak = Kind(rawValue: "streak")
        /// Time gives a user points or takes them; the subject is the points system.
        public static let points = Kind(rawValue: "points")
        /// A boost begins or ends; it is the subject.
        public static let boost = Kind(rawValue: "boost")
        /// Something of a score is too old; the subject is the leaderboard.
        public static let board = Kind(rawValue: "board")
        /// A user may be reminded of something; the subject is a streak or an achievement, or 0.
        public static func reminder(_ kind: ReminderKind) -> Kind {
            Kind(rawValue: "reminder.\(kind.rawValue)")
        }
    }

    /// What time brings.
    public let kind: Kind
    /// The workspace, by whose clock it is due.
    public let workspace: WorkspaceID
    /// The number of what it is about, whose meaning the kind knows.
    public let subject: Int64
    /// The user; 0 where it is about none.
    public let user: UserKey
    /// When it is due.
    public let at: Instant
    /// Tells entries of one moment apart.
    public let number: Int64
    /// A number that belongs to it: the length of a streak; when an achievement was reached.
    public let detail: Int64

    /// An entry with all its parts.
    public init(
        kind: Kind,
        workspace: WorkspaceID,
        subject: Int64,
        user: UserKey,
        at: Instant,
        number: Int64,
        detail: Int64 = 0
    ) {
        self.kind = kind
        self.workspace = workspace
        self.subject = subject
        self.user = user
        self.at = at
        self.number = number
        self.detail = detail
    }
}

// MARK: - Leaderboards

extension DueEntry {
    /// When something of a user's score will be too old.
    ///
    /// It has no number of its own, so that there is one of each however often it is planned.
    init(_ due: BoardDue, of user: UserKey, in workspace: WorkspaceID) {
        self.init(
            kind: .board,
            workspace: workspace,
            subject: due.board.number,
            user: user,
            at: due.at,
            number: 0
        )
    }
}

// MARK: - Streaks

extension DueEntry {
    /// When something befalls a user's streak next, and the streak's length as of the newest period.
    public init(
        streak definition: StreakDefinitionID,
        _ entry: StreakDueEntry,
        of user: UserKey,
        in workspace: WorkspaceID,
        length: Int = 0
    ) {
        self.init(
            kind: .streak,
            workspace: workspace,
            subject: definition.number,
            user: user,
            at: entry.at,
            number: entry.number,
            detail: Int64(length)
        )
    }

    /// The place in the list, as a streak's newest period names it.
    public var streakEntry: StreakDueEntry { StreakDueEntry(at: at, number: number) }
}
