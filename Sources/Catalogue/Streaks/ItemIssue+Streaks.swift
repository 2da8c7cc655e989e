import Engine

extension ItemIssue {
    /// Why a metric cannot be deleted: a streak would go on waiting for it.
    static func keeping(_ metric: Metric, for streaks: [StreakDefinition]) -> ItemIssue? {
        let user = streaks.first { $0.rule.sources.contains { $0.metric == metric.id } }
        return user.map { .metricOfStreak($0.key) }
    }

    /// Why an attribute cannot be deleted: a streak has to find it on events, of the past too.
    static func keeping(_ attribute: Attribute, for streaks: [StreakDefinition]) -> ItemIssue? {
        guard attribute.kind == .event else { return nil }
        let user = streaks.first { streak in
            streak.versions.contains { $0.rule.asks(for: attribute) }
        }
        return user.map { .attributeOfStreak($0.key) }
    }
}

extension StreakRule {
    /// Whether events are told apart by an attribute.
    fileprivate func asks(for attribute: Attribute) -> Bool {
        if case .distinct(attribute.key, _) = condition { return true }
        if sumField == attribute.key { return true }
        return sources.contains { source in
            source.filter.attributes[attribute.id] != nil
                || source.condition?.expression.attributeNames.contains(attribute.key) == true
        }
    }
}
