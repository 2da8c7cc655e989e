import CivilTime

/// Says in plain English why a streak stands where it stands, for people to paste.
public struct StreakSentences {
    private let definition: StreakDefinition
    private let metricName: (MetricID) -> String?

    /// Sentences about a streak; `metricName` tells what people call a metric.
    public init(_ definition: StreakDefinition, metricName: @escaping (MetricID) -> String?) {
        self.definition = definition
        self.metricName = metricName
    }
}

// MARK: - The streak

extension StreakSentences {
    /// How the streak stands, in one sentence or a few.
    public func summary(of account: StreakAudit, isSwitchedOff: Bool) -> String {
        let name = "The streak \"\(definition.name)\""
        if isSwitchedOff {
            return "\(name) is switched off in the user's preferences, so it shows length 0."
        }
        let state = account.state
        let pause =
            definition.status == .paused
            ? " The streak is paused for everybody: nothing advances and nothing breaks." : ""
        let since = state.startedOn.map { ", since \($0.iso8601)" } ?? ""
        switch state.status {
        case .none: return "\(name) has never been started by this user.\(pause)"
        case .extended:
            return "\(name) has length \(state.length)\(since); "
                + "the current period is satisfied.\(pause)"
        case .alive:
            return "\(name) has length \(state.length)\(since); "
                + "the current period is not satisfied yet.\(pause)"
        case .broken:
            return "\(name) is broken\(account.periods.last.map(ending) ?? "").\(pause)"
        case .lapsed:
            return "\(name) has lapsed: its count of \(state.length) is kept, "
                + "and goes on with the next satisfied period.\(pause)"
        }
    }

    /// What ended a run in its last period.
    private func ending(of period: AccountedPeriod) -> String {
        if period.brokenAt != nil { return ": a run of \(period.length) ended" }
        guard let reset = period.corrections.last(where: \.endsRun) else { return "" }
        return ": it was reset at \(Self.text(reset.at, in: period.zone))"
    }

    /// What a rule asks for and forgives, in one sentence.
    public func rule(_ rule: StreakRule) -> String {
        var parts = ["\(every(rule.window)): \(demand(of: rule))"]
        if !rule.daysOff.isEmpty {
            let days = rule.daysOff.sorted().map { Self.weekdays[$0 % 7] }
            parts.append("days off: \(days.joined(separator: ", "))")
        }
        if rule.restDays != .none {
            let limits = rule.restDays
            let vacation = Self.counted(Int64(limits.vacationDaysPerYear), "day")
            parts.append(
                "users may take off \(Self.counted(Int64(limits.perWeek), "day")) a week and have "
                    + "\(vacation) of vacation a year"
            )
        }
        if rule.gracePeriods > 0 { parts.append("grace for \(rule.gracePeriods) missed") }
        if rule.freezes.maximum > 0 {
            parts.append("at most \(Self.counted(Int64(rule.freezes.maximum), "freeze"))")
        }
        if !rule.resetsOnMiss { parts.append("a miss keeps the count") }
        return parts.joined(separator: "; ") + "."
    }

    private static let weekdays = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]

    private func every(_ window: StreakWindow) -> String {
        switch window {
        case .calendar(let window, let zone):
            let clock = zone.map { "in \($0.identifier)" } ?? "where the user is"
            let reset = window.resetTime == .midnight ? "" : " from \(window.resetTime)"
            return switch window.unit {
            case .day: "Every day\(reset) \(clock)"
            case .week(let start): "Every week from \(Self.weekdays[start % 7])\(reset) \(clock)"
            case .month: "Every month\(reset) \(clock)"
            }
        case .rolling(let length):
            return "Every window of \(Self.text(length)), opened by what comes first"
        }
    }

    private func demand(of rule: StreakRule) -> String {
        let hasThresholds = rule.sources.contains { $0.threshold != nil }
        let sources = rule.sources.map { source in
            let name = metricName(source.metric).map { "\"\($0)\"" } ?? "a deleted metric"
            guard hasThresholds else { return name }
            return "\(source.threshold ?? rule.condition.minimum) of \(name)"
        }
        let list = sources.joined(separator: rule.requiresEverySource ? " and " : " or ")
        let of = sources.isEmpty ? "any event" : list
        return switch rule.condition {
        case .count where hasThresholds: "at least \(of), counted in events"
        case .count(let minimum): "at least \(Self.counted(minimum, "event")) of \(of)"
        case .sum where hasThresholds: "a sum of at least \(of)"
        case .distinct(let field, _) where hasThresholds:
            "at least \(of), counted in different values of \(field)"
        case .sum(let minimum): "a sum of at least \(minimum) of \(of)"
        case .distinct(let field, let minimum):
            "at least \(Self.counted(Int64(minimum), "different value")) of \(field) in \(of)"
        }
    }
}

// MARK: - A period

extension StreakSentences {
    /// What a period was, what it was found to be and why, in one sentence or a few.
    public func sentence(about period: AccountedPeriod) -> String {
        var sentence = "\(subject(of: period)) \(counted(in: period))\(verdict(of: period))."
        for correction in period.corrections {
            let moment = Self.text(correction.at, in: period.zone)
            switch (correction.kind, correction.takenBackAt) {
            case (.restore, _):
                let length = correction.length.map { ", with length \($0)" } ?? ""
                sentence += " The streak was restored at \(moment)\(length)."
            case (.reset, nil): sentence += " The streak was reset to 0 at \(moment)."
            case (.reset, let taken?):
                sentence +=
                    " A reset at \(moment) was taken back by the restore at "
                    + "\(Self.text(taken, in: period.zone))."
            }
        }
        if let brokenAt = period.brokenAt, period.satisfiedAt != nil {
            sentence +=
                " Nothing followed in time, so the streak of \(period.length) ended at "
                + "\(Self.text(brokenAt, in: period.zone))."
        }
        if period.isBeyondNeutralLimit {
            sentence +=
                " A change of time zone left the user less than 12 hours of this date, but "
                + "\(EngineLimits.neutralDays) of the \(EngineLimits.neutralDaysSpan - 1) dates "
                + "before it had been cut short already, so it was held against the streak."
        }
        if period.rules.count > 1 {
            sentence +=
                " The rules changed while it lasted; it was judged by the easier of them."
        }
        return sentence
    }

    private func subject(of period: AccountedPeriod) -> String {
        let zone = period.zone.identifier
        guard case .calendar(let window, _) = definition.rule.window else {
            let start = Self.text(period.instants.lowerBound, in: period.zone)
            let end = Self.text(period.instants.upperBound, in: period.zone)
            return "In the window from \(start) to \(end)"
        }
        let start = period.dayStartsAt ?? window.resetTime
        let hours = start == .midnight ? "00:00–24:00" : "\(start)–\(start) the next day"
        let dates = "\(period.dates.lowerBound.iso8601) to \(period.dates.upperBound.iso8601)"
        return switch window.unit {
        case .day: "On \(period.dates.lowerBound.iso8601) (\(zone), \(hours))"
        case .week: "In the week \(dates) (\(zone))"
        case .month: "In the month \(dates) (\(zone))"
        }
    }

    private func counted(in period: AccountedPeriod) -> String {
        guard let progress = period.progress, progress.count > 0 else {
            if case .open = period.verdict { return "nothing has counted yet" }
            return "nothing counted"
        }
        var text = Self.counted(progress.count, "event") + " counted"
        if case .sum = period.rule.condition { text += " (sum \(progress.sum))" }
        if case .distinct = period.rule.condition {
            text += " (\(Self.counted(Int64(progress.values.count), "different value")))"
        }
        if period.satisfiedAt == nil { text += ", which was not enough" }
        return text
    }

    private func verdict(of period: AccountedPeriod) -> String {
        let end = Self.text(period.instants.upperBound, in: period.zone)
        switch period.verdict {
        case .satisfiedSoFar: return satisfied(period)
        case .open(let cover): return open(period, cover: cover, end: end)
        case .ended(let verdict):
            switch verdict {
            case .satisfied: return satisfied(period)
            case .idle: return "; no streak was going"
            case .absent: return "; this date does not exist in that zone, so it is no day at all"
            case .dayOff:
                let day = Self.weekdays[period.dates.lowerBound.weekday]
                return "; \(day) is a day off, so nothing was needed"
            case .neutral:
                let lived = period.lived.map { "only \(Self.text($0))" } ?? "less than 12 hours"
                return "; a change of time zone left the user \(lived) of this date, so it was "
                    + "not held against the streak"
            case .restDay: return "; it was a rest day that the user chose, so nothing was needed"
            case .vacation: return "; it was in a vacation of the user's, so nothing was needed"
            case .paused: return "; the user's streaks were paused, so nothing was needed"
            case .amnesty:
                return "; it was covered by \(amnesty(period)), so nothing was needed"
            case .suspended: return "; the streak was paused for everybody"
            case .restored:
                let at = period.restoredAt.map { " at \(Self.text($0, in: period.zone))" } ?? ""
                return "; the streak was restored\(at), so it was not held against it"
            case .grace: return "; it was forgiven as one of the run's grace periods"
            case .freeze: return "; a freeze was used, \(period.freezes) left"
            case .broken: return broken(period)
            }
        }
    }

    private func amnesty(_ period: AccountedPeriod) -> String {
        period.amnesty.map { "an amnesty (\($0.reason))" } ?? "an amnesty"
    }

    private func satisfied(_ period: AccountedPeriod) -> String {
        let since = period.satisfiedAt.map { " from \(Self.text($0, in: period.zone)) on" } ?? ""
        return "; it was satisfied\(since), and the length became \(period.length)"
    }

    private func broken(_ period: AccountedPeriod) -> String {
        let at = Self.text(period.brokenAt ?? period.instants.upperBound, in: period.zone)
        if period.lengthAfter > 0 {
            return "; nothing covered it, so the streak lapsed at \(at) and its count of "
                + "\(period.lengthAfter) was kept"
        }
        return "; nothing covered it, so the streak of \(period.length) ended at \(at)"
    }

    private func open(
        _ period: AccountedPeriod,
        cover: JudgedPeriod.Verdict?,
        end: String
    ) -> String {
        switch cover {
        case nil: ""
        case .broken: "; unless that changes, the streak of \(period.length) ends at \(end)"
        case .freeze: "; unless that changes, a freeze will be used at \(end)"
        case .grace: "; unless that changes, a grace period will be used at \(end)"
        case .dayOff: "; it is a day off, so nothing is needed"
        case .restDay: "; it is a rest day that the user chose, so nothing is needed"
        case .vacation: "; it is in a vacation of the user's, so nothing is needed"
        case .paused: "; the user's streaks are paused, so nothing is needed"
        case .amnesty: "; it is covered by \(amnesty(period)), so nothing is needed"
        case .suspended: "; the streak is paused for everybody, so nothing is needed"
        case .neutral:
            "; a change of time zone leaves the user less than 12 hours of this date, so nothing "
                + "is needed"
        case .satisfied, .idle, .absent, .restored: "; nothing is needed"
        }
    }
}

// MARK: - Words

extension StreakSentences {
    private static func counted(_ count: Int64, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    /// A moment as the user's clock showed it.
    static func text(_ moment: Instant, in zone: Zone) -> String {
        let local = zone.localDateTime(at: moment)
        let time = local.time
        let seconds = time.second == 0 ? "" : ":\(padded(time.second))"
        let clock = "\(padded(time.hour)):\(padded(time.minute))\(seconds)"
        return "\(local.date.iso8601) \(clock) (\(zone.identifier))"
    }

    private static func padded(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    private static func text(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        let units: [(seconds: Int64, name: String)] = [
            (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"),
        ]
        var left = seconds
        var parts: [String] = []
        for unit in units where left >= unit.seconds {
            parts.append(counted(left / unit.seconds, unit.name))
            left %= unit.seconds
        }
        return parts.isEmpty ? "nothing" : parts.joined(separator: " ")
    }
}

extension StreakCondition {
    /// What a source has to reach that has no threshold of its own.
    fileprivate var minimum: Amount {
        switch self {
        case .count(let minimum): Amount(Int32(clamping: minimum))
        case .sum(let minimum): minimum
        case .distinct(_, let minimum): Amount(Int32(clamping: minimum))
        }
    }
}
