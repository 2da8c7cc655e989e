public import CivilTime
public import Engine

/// A user's streak as of now.
public struct UserStreak: Sendable {
    /// What it is a streak of.
    public let definition: StreakDefinition
    /// The user, with what the streak follows from besides what the user did; a user never seen
    /// has none.
    public let subject: StreakUser
    /// How the user is shown that it stands.
    public internal(set) var state: StreakState
    /// Whether the user does not want it.
    public let isSwitchedOff: Bool
    /// The last periods, as many as were asked for, oldest first.
    public let history: [StreakHistoryPeriod]
}

extension UserStreak {
    /// Whether the run has grown longer ago than was looked at.
    var isSearching: Bool {
        let isGoing = state.status == .alive || state.status == .extended
        return isGoing && state.length > 0 && state.lastExtendedAt == nil
    }

    /// The pauses that are going on or still to come, in order.
    public func pauses(at now: Instant) -> [UserStreakPause] {
        guard !subject.marks.isEmpty else { return [] }
        let today = subject.zone.civilDate(at: now)
        return subject.marks
            .compactMap { mark in
                guard case .pause(let dates) = mark.kind, dates.upperBound >= today else {
                    return nil
                }
                return UserStreakPause(publicID: mark.publicID, dates: dates)
            }
            .sorted { $0.dates.lowerBound < $1.dates.lowerBound }
    }
}

/// A pause of a user's streaks.
public struct UserStreakPause: Hashable, Sendable {
    /// The UUID by which callers know it.
    public let publicID: String
    /// Its dates.
    public let dates: ClosedRange<CivilDate>
}
