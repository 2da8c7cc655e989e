public import CivilTime

/// Where a score is kept: in which run of which leaderboard.
public struct ScorePlace: Hashable, Comparable, Sendable {
    /// The leaderboard.
    public let board: BoardID
    /// The first day of the run.
    public let run: CivilDate

    /// A place of a score.
    public init(board: BoardID, run: CivilDate) {
        self.board = board
        self.run = run
    }

    /// Orders places by their leaderboards.
    public static func < (left: ScorePlace, right: ScorePlace) -> Bool {
        (left.board, left.run) < (right.board, right.run)
    }
}

/// What a user has in a run of a leaderboard.
public struct BoardScore: Hashable, Sendable {
    /// The score: of a metric in millionths, of points and streaks as they are.
    public var score: Int64
    /// When it was reached, in microseconds; of two who have as much, the earlier comes first.
    public var reached: Int64
    /// When the user was listed anew since, in microseconds: hidden, seen again, or moved to another
    /// group; nothing where that has not happened.
    public var listedAnew: Int64?
    /// Among whom the user is ranked.
    public var group: BoardGroup
    /// Whether the user is ranked at all.
    public var isListed: Bool
    /// Which days it counts, where these are the last ones.
    public var window: BoardWindow?

    /// A score with all its parts.
    public init(
        score: Int64,
        reached: Int64,
        group: BoardGroup,
        isListed: Bool,
        listedAnew: Int64? = nil,
        window: BoardWindow? = nil
    ) {
        self.score = score
        self.reached = reached
        self.listedAnew = listedAnew
        self.group = group
        self.isListed = isListed
        self.window = window
    }

    /// When it was changed last, which tells a newer state from an older one: each change has a later
    /// moment than the one before.
    public var changed: Int64 { listedAnew ?? reached }

    /// The moment of a change that follows, not before a moment.
    func nextChange(at moment: Int64) -> Int64 { max(moment, changed &+ 1) }

    /// The same, listed among others or not at all; whoever comes back comes back to the same place.
    func listed(in group: BoardGroup, _ isListed: Bool, at now: Instant) -> BoardScore {
        var score = self
        (score.group, score.isListed) = (group, isListed)
        score.listedAnew = nextChange(at: now.microseconds)
        return score
    }

    /// The same, of a user who has been erased.
    public func unlisted(at now: Instant) -> BoardScore { listed(in: group, false, at: now) }
}

/// The last days that a score counts.
public struct BoardWindow: Hashable, Sendable {
    /// The last of them, which never goes back.
    public let through: CivilDate
    /// The day on which something of the score is too old; nothing where nothing can be.
    public let expiresOn: CivilDate?

    /// The days up to one.
    public init(through: CivilDate, expiresOn: CivilDate?) {
        self.through = through
        self.expiresOn = expiresOn
    }
}

/// Users who are ranked among themselves: those who have the same values of some attributes.
///
/// Two groups are the same byte by byte, as values of attributes are.
public struct BoardGroup: Sendable {
    /// The values, put together.
    public let text: String

    /// The group that a text names.
    public init(text: String) { self.text = text }

    /// All users, of a leaderboard that ranks nobody apart.
    public static let everybody = BoardGroup(text: "")

    private static let separator: Character = "\u{1F}"

    /// Those who have some values, in the order of the leaderboard's attributes.
    public init(values: [String]) {
        text = values.map { value in
            value.replacing("\\", with: "\\\\").replacing(String(Self.separator), with: "\\u")
        }
        .joined(separator: String(Self.separator))
    }

    /// The values, in the order of the leaderboard's attributes.
    public var values: [String] {
        text.split(separator: Self.separator, omittingEmptySubsequences: false).map { part in
            var value = ""
            var isEscaped = false
            for character in part {
                if isEscaped {
                    value.append(character == "u" ? Self.separator : character)
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else {
                    value.append(character)
                }
            }
            return value
        }
    }
}

extension BoardGroup: Hashable {
    /// Whether two groups are the same.
    public static func == (left: BoardGroup, right: BoardGroup) -> Bool {
        left.text.isSameID(as: right.text)
    }

    /// Adds what tells groups apart.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

/// How a command has changed a user's score.
public struct BoardStep: Hashable, Sendable {
    /// The leaderboard.
    public let board: Board
    /// The run.
    public let run: BoardRun
    /// The user.
    public let user: UserKey
    /// What the user had before; nothing where there was nothing.
    public let before: BoardScore?
    /// What the user has now.
    public let after: BoardScore

    /// Where the score is kept.
    public var place: ScorePlace { ScorePlace(board: board.id, run: run.first) }
}

/// What came after a run was final, and so did not change it any more.
public struct BoardCorrection: Hashable, Sendable {
    /// The run.
    public let place: ScorePlace
    /// By how much the score would have changed.
    public let amount: Int64
    /// On which of the user's days it happened.
    public let day: CivilDate
    /// When it came.
    public let at: Instant

    /// A correction with all its parts.
    public init(place: ScorePlace, amount: Int64, day: CivilDate, at: Instant) {
        self.place = place
        self.amount = amount
        self.day = day
        self.at = at
    }
}
