import CivilTime

extension PointsCause {
    /// For how much of what is counted points are given.
    var armLimit: ArmLimit? {
        switch self {
        case .metric(let threshold): .total(threshold.amount)
        case .streak(let length, _): .length(length)
        case .achievement, .time, .userCreation: nil
        }
    }

    /// The same cause for so much.
    func limited(to limit: ArmLimit) -> PointsCause {
        switch (self, limit) {
        case (.metric(let threshold), .total(let amount)): .metric(threshold.limited(to: amount))
        case (.streak(_, let definition), .length(let length)):
            .streak(length: length, definition: definition)
        default: self
        }
    }
}

extension MetricThreshold {
    fileprivate func limited(to amount: Amount) -> MetricThreshold {
        MetricThreshold(metric: metric, amount: amount, filter: filter)
    }
}

extension AchievementTrigger {
    /// What reaches it, where that is a number that an experiment may change.
    public var armLimit: ArmLimit? {
        switch self {
        case .metric(let threshold): .total(threshold.amount)
        case .streak(let length): .length(length)
        case .api, .composite, .anniversary: nil
        }
    }

    /// The same trigger at another limit.
    fileprivate func limited(to limit: ArmLimit) -> AchievementTrigger {
        switch (self, limit) {
        case (.metric(let threshold), .total(let amount)): .metric(threshold.limited(to: amount))
        case (.streak, .length(let length)): .streak(length: length)
        default: self
        }
    }
}

extension Achievement {
    /// The achievement as an arm has it.
    func applying(_ rule: ArmRule) -> Achievement {
        guard case .achievement(let limit) = rule else { return self }
        var achievement = self
        achievement.trigger = trigger.limited(to: limit)
        return achievement
    }
}

extension TriggerTerms {
    /// The trigger with these terms.
    public func applied(to trigger: PointsTrigger) -> PointsTrigger {
        trigger.applying(.trigger(self))
    }
}

extension PointsTrigger {
    /// The trigger as an arm has it.
    func applying(_ rule: ArmRule) -> PointsTrigger {
        guard case .trigger(let terms) = rule else { return self }
        var trigger = self
        trigger.points = terms.points
        trigger.maxPerDay = terms.maxPerDay
        trigger.maxPerWeek = terms.maxPerWeek
        if let limit = terms.limit { trigger.cause = cause.limited(to: limit) }
        return trigger
    }

    /// Whether a user is one of those for whom it is so.
    func admits(_ user: UserKey) -> Bool { arm?.admits(user) ?? true }
}
