import Engine
import ServiceRuntime
import Storage

extension StreakEditor {
    /// Makes the metric of a streak's ticks; one that another streak has kept is taken again.
    func makeOwnMetric(_ draft: StreakDraft) throws(StorageError) -> MetricID {
        let key = Metric.key(ofStreak: draft.key)
        if let kept = try ownMetric(key) { return kept.id }
        let metric = Metric(
            id: try connection.metrics.nextID(),
            publicID: PublicID.make(at: now),
            key: key,
            name: draft.name,
            unitType: .number,
            units: ""
        )
        try connection.metrics.insert(metric, in: workspace, at: now)
        return metric.id
    }

    /// Ends the metric of a streak's ticks, unless another streak counts them too.
    func archiveOwnMetric(of streak: StreakDefinition) throws(StorageError) {
        guard let metric = try ownMetric(Metric.key(ofStreak: streak.key)),
            !streaks.contains(where: { $0.rule.sources.contains { $0.metric == metric.id } })
        else { return }
        try connection.metrics.archive(metric.id, at: now)
    }

    private func ownMetric(_ key: String) throws(StorageError) -> Metric? {
        try connection.metrics.active(in: workspace).first { $0.key.isSameID(as: key) }
    }
}
