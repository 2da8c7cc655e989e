public import Engine

/// What is told of a leaderboard: everything of a new one, or what is to change of one.
@dynamicMemberLookup
public struct BoardChange: Sendable {
    /// The leaderboard's UUID; none of a new one.
    public var publicID: String?
    /// What is to change that needs no look at anything else, field by field; a field is also a member
    /// of the change itself.
    public var fields = Edits<Board>()
    /// What users are ranked by.
    public var kind: Board.Source.Kind?
    /// The metric's UUID.
    public var metric: String?
    /// The UUID of the points system.
    public var pointsSystem: String?
    /// Where it is to stand.
    public var status: Board.Status?
    /// What runs are counted in.
    public var runUnit: Change<Board.Interval.Unit> = .keep
    /// How many of them a run has.
    public var runInterval: Change<Int> = .keep
    /// The UUIDs of the attributes by which users are ranked apart.
    public var breakdown: [String]?
    /// What users' attributes have to be to take part.
    public var userAttributes: Change<[AchievementChange.Match]> = .keep

    /// A change of nothing.
    public init() {}
}

extension BoardChange {
    /// What a field of the leaderboard is to become; nothing where it stays.
    public subscript<Value: Sendable>(
        dynamicMember path: any WritableKeyPath<Board, Value> & Sendable
    ) -> Value? {
        get { fields[dynamicMember: path] }
        set { fields[dynamicMember: path] = newValue }
    }

    /// What a field of the leaderboard that may be empty is to become.
    public subscript<Value: Sendable>(
        dynamicMember path: any WritableKeyPath<Board, Value?> & Sendable
    ) -> Change<Value> {
        get { fields[dynamicMember: path] }
        set { fields[dynamicMember: path] = newValue }
    }
}
