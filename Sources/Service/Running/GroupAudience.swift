import Engine
import Intake
import Storage

/// Who gives the intake its rules, and hears of its groups.
struct GroupAudience: IntakeHost {
    let configuration: ConfigurationCache
    let statistics: IntakeStatistics
    /// Who is told when facts have been committed.
    let feed: FactFeed
    /// Where dead entries of the due list go.
    let retired: RetiredDue

    func rules(
        of workspaces: Set<WorkspaceID>,
        on connection: any Connection
    ) throws(StorageError) -> [WorkspaceID: WorkspaceRules] {
        try configuration.current(workspaces, on: connection).mapValues {
            WorkspaceRules(rulebook: $0.rulebook, clockAt: $0.workspace.clockAt)
        }
    }

    func noteCommit(_ effects: GroupEffects) {
        retired.add(effects.retired)
        configuration.noteJudged(effects.judged)
        if effects.hasFacts { feed.ring() }
    }

    func noteGroup(events: Int, duration: Duration) {
        statistics.noteGroup(events: events, duration: duration)
    }

    func noteRetry(_ error: StorageError) { statistics.noteRetry(error) }

    func noteFailure(_ error: StorageError) { statistics.noteFailure(error) }
}
