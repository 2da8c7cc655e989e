/// A member's place in a ranking: the score, when it was reached, and who.
///
/// A higher score comes first, then whoever reached it first. Two who did so at the same moment are
/// ordered by their numbers, so that every process orders them alike.
public struct Entry: Hashable, Comparable, Sendable {
    /// The score; more is better.
    public var score: Int64
    /// When the score was reached; less is earlier.
    public var reached: Int64
    /// The member's number.
    public var member: Int64

    /// A member with a score.
    public init(score: Int64, reached: Int64, member: Int64) {
        self.score = score
        self.reached = reached
        self.member = member
    }

    /// Whether a member comes before another.
    @inlinable
    public static func < (left: Entry, right: Entry) -> Bool {
        if left.score != right.score { return left.score > right.score }
        if left.reached != right.reached { return left.reached < right.reached }
        return left.member < right.member
    }

    /// Before everybody with a score, and after everybody with a higher one.
    static func first(of score: Int64) -> Entry {
        Entry(score: score, reached: .min, member: .min)
    }

    /// After everybody with a score, and before everybody with a lower one.
    static func last(of score: Int64) -> Entry {
        Entry(score: score, reached: .max, member: .max)
    }
}
