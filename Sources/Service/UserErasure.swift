import Boards
import Catalogue
import CivilTime
import Delivery
public import Engine
import Intake
import ServiceRuntime
import Sodium
import Storage

/// Forgets users: a change of what they did and of the configuration at once, as keys of their own
/// end with them.
public struct UserErasure: Sendable {
    private let catalogue: Catalogue
    private let boards: Boards
    private let feed: FactFeed
    private let keyring: UserKeyring
    private let numbers: EventNumbers
    private let clock: any Clock

    init(
        on ground: ServiceGround,
        _ catalogue: Catalogue,
        _ boards: Boards,
        _ feed: FactFeed
    ) {
        self.catalogue = catalogue
        self.boards = boards
        self.feed = feed
        keyring = ground.keyring
        numbers = ground.numbers
        clock = ground.clock
    }

    /// Forgets a user: everything told about the person and everything that followed from it.
    public func erase(_ id: String, in workspace: WorkspaceID, home: WorkspaceID) async throws {
        let now = clock.now()
        let fact = UserFact(
            kind: .erased,
            at: try await catalogue.view(of: workspace).now,
            idDigest: Sodium.sha256(of: Array(id.utf8)).hexadecimal
        )
        let erased = try await catalogue.changeConfiguration(of: home) {
            [keyring, numbers] (configuration) throws(StorageError) in
            let connection = configuration.connection
            guard let row = try connection.users.find(id, in: workspace, keyring: keyring)
            else { return nil as [ScoreChange]? }
            // Held first, so that no event of the user slips in between the steps.
            _ = try connection.users.hold([row.key])
            let removal = UserRemoval(connection: connection, numbers: numbers, now: now)
            let unlisted = try removal.remove(row.key, in: workspace)
            try connection.audit.eraseAuthor(id, in: workspace)
            try connection.audit.eraseUser(id, in: workspace)
            try connection.requestLog.eraseUser(id, in: workspace)
            // Keys belong to the environment: in a tenant, the same id may be somebody else's.
            if workspace == home {
                try connection.apiKeys.eraseUser(id, of: home, at: now)
            }
            // After the facts about the user have gone with the rest.
            try connection.facts.insert(
                [(numbers.next(at: now), row.key, workspace, Fact(fact))],
                at: now
            )
            return unlisted
        }
        guard let erased else { throw ServiceError.unknownUser(id) }
        boards.note(erased)
        feed.ring()
    }
}
