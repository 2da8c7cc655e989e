public import Engine

extension Connection {
    /// Takes away what a user has added to the roll-ups.
    public func eraseFromRollUps(_ user: UserKey) throws(StorageError) {
        // First, so that nobody else writes what is read next.
        try analyticsStates.advance()
        guard let stored = try analyticsSheets.sheets(of: [user])[user] else { return }
        try rollUps.add(
            UserSheet.difference(from: stored.sheet, to: nil),
            in: stored.workspace,
            generation: stored.generation
        )
        try analyticsSheets.remove([user])
    }
}
