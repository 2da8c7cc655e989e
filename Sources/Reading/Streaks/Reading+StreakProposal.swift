public import Catalogue
import CivilTime
import Engine
import ServiceRuntime
import Storage

/// What a proposal would make of a user's streak.
public struct ProposedUserStreak: Sendable {
    /// The zone that the user lives in.
    public let zone: String
    /// The streak as it is; nothing of one that is not there yet.
    public let before: UserStreak?
    /// The streak as it would be.
    public let after: UserStreak
}

extension Reading {
    /// Judges a user's real history by a rule that somebody proposes, and stores nothing.
    public func judge(
        _ proposal: StreakProposal,
        of id: String,
        in view: WorkspaceView,
        historyCount: Int
    ) async throws -> ProposedUserStreak {
        try await database.readSlowly { [keyring, zones] (connection) throws(StorageError) in
            guard let (key, user) = try connection.user(id, in: view.id, keyring: keyring)
            else { return nil as ProposedUserStreak? }
            let reader = StreakReader(connection, view, zones)
            let subject = try reader.users.find(key, user)
            var before: UserStreak?
            if let current = proposal.current {
                before = try reader.streak(
                    current,
                    of: key,
                    subject,
                    historyCount: historyCount
                )
            }
            let judge = subject.judge(of: proposal.proposed)
            let last = judge.lastPeriod(at: view.now)
            let periods = try reader.recount(key, proposal.proposed, subject, judge)
                .filter { $0.opens <= last }
            return ProposedUserStreak(
                zone: subject.zone.identifier,
                before: before,
                after: reader.streak(
                    proposal.proposed,
                    subject,
                    judge,
                    periods,
                    historyCount: historyCount
                )
            )
        }.found(id)
    }
}
