import Delivery
import Engine
import Storage

/// Follows facts, and has groups looked at again whose members' streaks have changed.
///
/// Users who belong to no group cost one look at an index for each page of facts.
final class GroupFollower: Follower {
    let name = "groups"
    private let notes: @Sendable (FollowerNote) -> Void

    init(noting notes: @escaping @Sendable (FollowerNote) -> Void) { self.notes = notes }

    var kinds: Set<Fact.Kind>? { Self.heeded }

    private static let heeded: Set<Fact.Kind> = {
        let streaks: [StreakFact.Kind] = [
            .started, .extended, .lost, .freezeConsumed, .corrected,
        ]
        let users: [UserFact.Kind] = [.changed, .imported, .merged]
        return Set(streaks.map { Fact.Kind($0) } + users.map { Fact.Kind($0) })
    }()

    func record(
        _ facts: [PlacedFact],
        on connection: any Connection
    ) throws(StorageError) {
        let users = Set(facts.map(\.stored.user))
        try connection.streakGroups.touch(of: users)
    }

    func note(_ note: FollowerNote) { notes(note) }
}
