public import Engine

/// What periods were found to be, in the words that explanations and histories share.
public enum VerdictWire {
    /// What a period was found to be.
    public static func word(for verdict: AccountedPeriod.Verdict) -> String {
        switch verdict {
        case .satisfiedSoFar, .ended(.satisfied): "satisfied"
        case .open: "open"
        case .ended(.broken): "broken"
        case .ended(.idle): "idle"
        case .ended(.neutral), .ended(.absent): "neutral"
        case .ended: "covered"
        }
    }

    /// What covered a period, or will cover the current one.
    public static func cover(of verdict: AccountedPeriod.Verdict) -> String? {
        switch verdict {
        case .satisfiedSoFar, .open(nil): nil
        case .open(.some(let verdict)), .ended(let verdict):
            switch verdict {
            case .freeze: "freeze"
            case .grace: "grace"
            case .paused: "pause"
            case .amnesty: "amnesty"
            case .suspended: "definition_paused"
            case .restored: "restore"
            case .dayOff: "day_off"
            case .restDay: "rest_day"
            case .vacation: "vacation"
            case .neutral: "zone_change"
            case .absent: "no_such_date"
            case .satisfied, .idle, .broken: nil
            }
        }
    }
}
