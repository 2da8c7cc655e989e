import Catalogue
import CivilTime
import Delivery
import Engine
import ServiceRuntime
import Storage
import Synchronization

/// Plans reminders by what happens: entries of the due list that say when to look at a user.
///
/// What is planned is judged again when it is due, so an entry too many does no harm.
final class ReminderFollower: Follower {
    let name = "reminders"
    private let tools: ReminderTools
    private let work: @Sendable (FollowerLease) async -> Void
    /// What `deliver` has planned by the facts that `record` is called with next.
    private let planned = Mutex<[DueEntry]>([])

    init(_ tools: ReminderTools, work: @escaping @Sendable (FollowerLease) async -> Void) {
        self.tools = tools
        self.work = work
    }

    var kinds: Set<Fact.Kind>? { Self.heeded }

    private static let heeded: Set<Fact.Kind> = {
        let streaks: [StreakFact.Kind] = [.started, .extended, .freezeConsumed, .corrected]
        let users: [UserFact.Kind] = [.created, .changed]
        return Set(streaks.map { Fact.Kind($0) } + users.map { Fact.Kind($0) })
            .union([.achievementCompleted])
    }()

    func deliver(_ facts: [PlacedFact]) async throws {
        while true {
            do {
                let entries = try await plan(facts)
                planned.withLock { $0 = entries }
                return
            } catch let error as ServiceError where error.code == .unavailable {
                // A database that is away comes back; the lease runs out meanwhile if it has to.
                try await Task.sleep(for: RemindingLimits.lookInterval)
            }
        }
    }

    func record(_ facts: [PlacedFact], on connection: any Connection) throws(StorageError) {
        try connection.due.insertOnce(planned.withLock { $0 })
    }

    func accompany(_ lease: FollowerLease) async { await work(lease) }

    func note(_ note: FollowerNote) {
        switch note {
        case .working: tools.note(.working)
        case .waiting, .leaseLost: tools.note(.waiting)
        case .orderChanged, .factsMissing: tools.note(.factsMissing)
        case .databaseFailed(let error): tools.note(.databaseFailed(error))
        }
    }

    private func plan(_ facts: [PlacedFact]) async throws -> [DueEntry] {
        var entries: [DueEntry] = []
        for (workspace, facts) in Dictionary(grouping: facts, by: \.workspace) {
            guard let view = try await tools.catalogue.viewIfExists(of: workspace),
                !WorkspaceSettings(of: view.workspace).reminders.enabledKinds.isEmpty
            else { continue }
            entries += try await tools.database.readSlowly {
                [tools] (connection) throws(StorageError) in
                let scene = try ReminderScene(
                    facts.map(\.stored.user),
                    in: view,
                    tools.zones,
                    on: connection
                )
                return facts.flatMap { scene.plan(by: $0.stored) }
            }
        }
        return entries
    }
}

extension ReminderScene {
    /// Whether no moment follows from a field of a user.
    private static func isOfNoMoment(_ field: String) -> Bool {
        field != "tz" && field != "preferences"
    }

    /// What is planned because something happened.
    fileprivate func plan(by stored: StoredFact) -> [DueEntry] {
        let (fact, user) = (stored.fact, stored.user)
        if fact.kind == .achievementCompleted {
            guard fact.payload["backdated"]?.bool != true, let id = fact.subject,
                let achievement = view.rulebook.achievements.achievement(publicID: id)
            else { return [] }
            return plan(achievement, reachedAt: fact.at, by: user).map { [$0] } ?? []
        }
        if let told = UserFact(fact) {
            guard told.kind == .created || !told.fields.allSatisfy(Self.isOfNoMoment) else {
                return []
            }
            return plan(user, ReminderKind.allCases)
        }
        return plan(user, [.streakReminder, .streakAtRisk])
    }
}
