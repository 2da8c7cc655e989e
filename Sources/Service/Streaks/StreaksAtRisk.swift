public import CivilTime
public import Engine

/// A streak that ends soon unless something happens.
public struct StreakAtRisk: Sendable {
    /// The caller's own id of the user.
    public let userID: String
    /// The streak.
    public let definition: StreakDefinition
    /// How it stands.
    public let state: StreakState
}

/// A page of streaks at risk.
public struct StreaksAtRisk: Sendable {
    /// The streaks, most urgent first.
    public let streaks: [StreakAtRisk]
    /// Where the list goes on, if it does.
    public let next: Cursor?

    /// A place in the list: in the order of moments, users and streaks.
    public struct Cursor: Hashable, Comparable, Sendable {
        /// When something next befalls the streak.
        public let dueAt: Instant
        /// The number of the user's key.
        public let user: Int64
        /// The number of the streak.
        public let definition: Int64

        /// A place in the list.
        public init(dueAt: Instant, user: Int64, definition: Int64) {
            self.dueAt = dueAt
            self.user = user
            self.definition = definition
        }

        /// Before everything.
        static let start = Cursor(dueAt: .distantPast, user: .min, definition: .min)

        /// Whether a place comes before another.
        public static func < (left: Cursor, right: Cursor) -> Bool {
            (left.dueAt, left.user, left.definition) < (right.dueAt, right.user, right.definition)
        }
    }
}
