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
        let reader = try configuration.reader(on: connection)
        var rules: [WorkspaceID: WorkspaceRules] = [:]
        for id in workspaces {
            guard let ruled = try reader.ruled(id) else { continue }
            rules[id] = WorkspaceRules(
                rulebook: ruled.rulebook,
                clockAt: ruled.workspace.clockAt
            )
        }
        return rules
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
