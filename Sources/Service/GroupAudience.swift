import Boards
import Catalogue
import Delivery
import Engine
import Intake
import Rounds
import ServiceRuntime
import Storage

/// Who gives the intake its rules, and hears of its groups.
struct GroupAudience: IntakeHost {
    let catalogue: Catalogue
    /// Who is where on leaderboards.
    let boards: Boards
    /// Who is told when facts have been committed.
    let feed: FactFeed
    let statistics = IntakeStatistics()
    /// Where dead entries of the due list go.
    let retired = RetiredDue()

    func rules(
        of workspaces: Set<WorkspaceID>,
        on connection: any Connection
    ) throws(StorageError) -> [WorkspaceID: WorkspaceRules] {
        var rules: [WorkspaceID: WorkspaceRules] = [:]
        for ruled in try catalogue.ruled(workspaces, on: connection) {
            rules[ruled.workspace.id] = WorkspaceRules(
                rulebook: ruled.rulebook,
                clockAt: ruled.workspace.clockAt
            )
        }
        return rules
    }

    func noteCommit(_ effects: GroupEffects) {
        retired.add(effects.retired)
        boards.note(effects.scores)
        catalogue.noteJudged(effects.judged)
        if effects.hasFacts { feed.ring() }
    }

    func noteGroup(events: Int, duration: Duration) {
        statistics.noteGroup(events: events, duration: duration)
    }

    func noteRetry(_ error: StorageError) { statistics.noteRetry(error) }

    func noteFailure(_ error: StorageError) { statistics.noteFailure(error) }
}
