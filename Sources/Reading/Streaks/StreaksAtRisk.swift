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

    /// A place in the list, which is in the order of the due lists of all streaks.
    ///
    /// Entries are numbered as they are made, whatever their streak, so no two are at one place.
    public struct Cursor: Hashable, Comparable, Sendable {
        /// The place in the due list of a streak.
        public let entry: StreakDueEntry
        /// The user.
        public let user: UserKey

        /// A place in the list.
        public init(entry: StreakDueEntry, user: UserKey) {
            self.entry = entry
            self.user = user
        }

        /// Whether a place comes before another.
        public static func < (left: Cursor, right: Cursor) -> Bool {
            (left.entry.at, left.entry.number, left.user.number)
                < (right.entry.at, right.entry.number, right.user.number)
        }
    }
}
