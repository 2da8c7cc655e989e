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
    /// A number that lists of this kind are filtered by: the length of a streak.
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
