public import CivilTime
public import Engine

/// An amnesty as somebody asks for it (R17).
public struct AmnestyDraft: Hashable, Sendable {
    /// From when to when.
    public var instants: Range<Instant>
    /// The streaks; every one if there is none.
    public var definitions: Set<StreakDefinitionID> = []
    /// Why, as explanations say it.
    public var reason: String
    /// The zones of its users; any if there is none.
    public var zones: Set<String> = []
    /// What its users have.
    public var filter = AttributeFilter()

    /// An amnesty for everybody.
    public init(_ instants: Range<Instant>, reason: String) {
        self.instants = instants
        self.reason = reason
    }

    /// The longest time that one lasts, how much of it may lie ahead, and how long ago it may begin.
    public static let longestSeconds: Int64 = 31 * 86_400
    /// See above.
    public static let furthestAheadSeconds: Int64 = 31 * 86_400
    /// See above.
    public static let longestAgoSeconds: Int64 = 366 * 86_400
}
