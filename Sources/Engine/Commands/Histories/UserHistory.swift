public import CivilTime

/// What another system knows of a user, each thing with its true date.
public struct UserHistory: Sendable {
    /// The caller's own id of the user.
    public var userID: String
    /// Who the user is; the zones are apart.
    public var change = UserChange()
    /// When the user was first seen, if that is known.
    public var createdAt: Instant?
    /// Where the user lived, oldest first; the first holds for all time before the second.
    public var zones: [ZoneStay] = []
    /// What was put on the user's streaks.
    public var marks: [Mark] = []
    /// What the user had reached.
    public var completions: [Completion] = []
    /// What the user did, in the order of time.
    public var events: [EventDraft] = []
    /// Whether the streaks wait until all of several histories of the user are stored.
    public var defersStreaks = false

    /// A history of nothing yet.
    public init(userID: String) { self.userID = userID }

    /// Something that was put on a user's streak.
    public struct Mark: Hashable, Sendable {
        /// The streak; a pause is for all of them.
        public let definition: StreakDefinitionID?
        /// What was put there.
        public let kind: StreakMark.Kind
        /// When.
        public let at: Instant

        /// A mark from its parts.
        public init(_ kind: StreakMark.Kind, on definition: StreakDefinitionID?, at: Instant) {
            self.kind = kind
            self.definition = definition
            self.at = at
        }

        /// Whether a mark that is stored says the same.
        func says(_ mark: StreakMark) -> Bool {
            mark.definition == definition && mark.kind == kind && mark.at == at
        }
    }

    /// Whether something ended or took up a run, so that what follows from events depends on all of
    /// them.
    public var hasCorrections: Bool {
        marks.contains { mark in
            if case .correction = mark.kind { true } else { false }
        }
    }
}
