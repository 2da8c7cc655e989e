import Catalogue
import CivilTime
import Engine
import ServiceRuntime
import Storage
import Synchronization

/// Records the anniversaries that have come in the last weeks and that nobody has looked at.
final class AnniversaryJob: Job {
    /// An achievement whose users are being looked at, and the last of them.
    private struct Search {
        let workspace: WorkspaceID
        let achievement: AchievementID
        var last: Int64 = -1
    }

    let name = "anniversaries"
    private let tools: JobTools
    private let pace = Pace(every: RoundLimits.anniversaryInterval)
    private let searches = Mutex<[Search]>([])

    init(tools: JobTools) { self.tools = tools }

    func step() async throws -> Bool {
        if pace.isTime(at: tools.clock.now()) {
            let begun = try await allSearches()
            searches.withLock { $0 = begun }
        }
        // One that fails is begun anew the next time.
        guard let search = searches.withLock({ $0.popLast() }) else { return false }
        if let rest = try await go(on: search) { searches.withLock { $0.append(rest) } }
        return true
    }

    private func allSearches() async throws -> [Search] {
        let workspaces = try await tools.read { (connection) throws(StorageError) in
            try connection.workspaces.withAnniversaries()
        }
        var searches: [Search] = []
        for workspace in workspaces {
            guard let view = try await tools.view(workspace) else { continue }
            searches += view.rulebook.achievements.anniversaries.map { achievement in
                Search(workspace: workspace, achievement: achievement.id)
            }
        }
        return searches
    }

    /// Looks at some more users; nothing when all have been looked at.
    private func go(on search: Search) async throws -> Search? {
        guard let view = try await tools.view(search.workspace),
            let achievement = view.rulebook.achievements.anniversaries.first(where: {
                $0.id == search.achievement
            }), case .anniversary(let years) = achievement.trigger
        else { return nil }
        // Days begin up to a day earlier or later elsewhere, and a day may be missing in February.
        let today = Zone.utc.civilDate(at: view.now).adding(months: -12 * years)
        let limits = tools.limits
        let days = today.adding(days: -limits.maximumAnniversaryAge)...today.adding(days: 2)
        let users = try await tools.read { (connection) throws(StorageError) in
            try connection.users.withoutCompletion(
                of: achievement.id,
                in: view.id,
                signedUpOn: days,
                after: search.last,
                limit: limits.maximumBackdatedUsers
            )
        }
        guard let end = users.last else { return nil }
        _ = try await tools.judge(users, [], in: view.id)
        var rest = search
        rest.last = end.number
        return rest
    }
}
