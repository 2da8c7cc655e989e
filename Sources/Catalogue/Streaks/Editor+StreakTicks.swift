import CivilTime
import Engine
import ServiceRuntime
import Storage

extension Editor<StreakDefinition> {
    /// Makes the metric of a streak's ticks; one that another streak has kept is taken again.
    func makeOwnMetric(_ draft: StreakDraft) throws(StorageError) -> MetricID {
        let metrics = change.connection.metrics
        let key = Metric.key(ofStreak: draft.key)
        let known = try metrics.active(in: workspace).first { $0.key.isSameID(as: key) }
        if let known { return known.id }
        let metric = Metric(
            id: try metrics.nextID(),
            publicID: PublicID.make(at: now),
            key: key,
            name: draft.name,
            unitType: .number,
            units: ""
        )
        try metrics.insert(metric, in: workspace, at: now)
        return metric.id
    }
}

extension StreakDefinition {
    /// Ends the metric of a streak's ticks, unless another of some streaks counts them too.
    func archiveOwnMetric(
        in workspace: WorkspaceID,
        among streaks: [StreakDefinition],
        _ change: ConfigurationChange,
        at moment: Instant
    ) throws(StorageError) {
        let metrics = change.connection.metrics
        let key = Metric.key(ofStreak: key)
        let metric = try metrics.active(in: workspace).first { $0.key.isSameID(as: key) }
        guard let metric,
            !streaks.contains(where: { other in
                other.id != id && other.rule.sources.contains { $0.metric == metric.id }
            })
        else { return }
        try metrics.archive(metric.id, at: moment)
    }
}
