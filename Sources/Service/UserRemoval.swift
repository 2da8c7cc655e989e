import CivilTime
import Engine
import ServiceRuntime
import Storage

/// Takes a user out of everything that is kept, in a transaction that somebody else holds.
struct UserRemoval {
    let connection: any Connection
    let numbers: EventNumbers
    let now: Instant

    /// Removes what a user did and what followed from it, and tells which scores are gone.
    ///
    /// The user's row is held before, so that no event slips in between the steps.
    func remove(_ user: UserKey, in workspace: WorkspaceID) throws(StorageError) -> [ScoreChange] {
        let unlisted = try connection.boardScores.unlisted(user, at: now)
        try connection.users.erase(user, at: now)
        if !unlisted.isEmpty {
            try connection.boardLog.insert(
                unlisted,
                number: numbers.next(at: now),
                by: numbers.process
            )
        }
        try connection.eraseFromRollUps(user)
        try connection.completions.erase(user, countingIn: 0)
        if try connection.pointsItems.erase(user, at: now) {
            try connection.workspaces.touch(workspace)
        }
        try connection.deliveries.erase(user)
        try connection.reminders.erase(user)
        try connection.streakGroupMembers.erase(user)
        try connection.userCounts.add([workspace: -1], in: 0)
        return unlisted
    }
}
