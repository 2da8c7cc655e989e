public import Engine

extension Intake {
    /// Takes the histories of a user in, one after the other; streaks that depend on all of them are
    /// counted at the end.
    ///
    /// Whatever interrupts it, doing all of it again comes to the same.
    public func takeIn(
        _ histories: [UserHistory],
        tellingEach: Bool = false,
        in workspace: WorkspaceID
    ) async throws -> ImportedUser {
        var sum: ImportedUser?
        for history in histories {
            let command = ImportUser(
                user: userKey(of: history.userID, in: workspace),
                history: history,
                tellsEach: tellingEach
            )
            let outcome = try await submit(command, in: workspace, isInBackground: true)
            sum = sum?.followed(by: outcome) ?? outcome
        }
        guard let sum, let userID = histories.first?.userID, sum.needsRecount else {
            return sum ?? ImportedUser(isNew: false)
        }
        let recount = RecountUser(
            user: userKey(of: userID, in: workspace),
            userID: userID,
            tellsEach: tellingEach
        )
        try await submit(recount, in: workspace, isInBackground: true)
        return sum
    }
}

extension ImportedUser {
    /// What two histories of a user came to.
    fileprivate func followed(by next: ImportedUser) -> ImportedUser {
        var sum = self
        sum.eventCount += next.eventCount
        sum.repeatedCount += next.repeatedCount
        sum.markCount += next.markCount
        sum.completionCount += next.completionCount
        sum.needsRecount = needsRecount || next.needsRecount
        return sum
    }
}
