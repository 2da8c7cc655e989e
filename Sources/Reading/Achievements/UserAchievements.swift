public import CivilTime
public import Engine

/// How many users have each achievement, of how many.
public struct AchievementCounts: Sendable {
    private let completions: [AchievementID: Int64]
    private let users: Int64

    init(completions: [AchievementID: Int64], users: Int64) {
        self.completions = completions
        self.users = users
    }

    /// How many users have an achievement.
    public func completions(of achievement: AchievementID) -> Int64 {
        completions[achievement] ?? 0
    }

    /// How many of a hundred users have an achievement, to six places.
    public func rarity(of achievement: AchievementID) -> Amount {
        guard users > 0 else { return .zero }
        let (share, rest) = completions(of: achievement).multipliedReportingOverflow(
            by: 100_000_000
        )
        return Amount(millionths: rest ? 0 : (share + users / 2) / users)
    }
}

/// How far a user has come towards an achievement.
public struct AchievementProgress: Hashable, Sendable {
    /// What the user has.
    public let current: Amount
    /// What it takes.
    public let target: Amount
    /// How much of it that is, in a hundred, cut off after two places: 100 only when it is all.
    public var percent: Amount {
        guard current > .zero, target > .zero else { return .zero }
        guard current < target else { return Amount(100) }
        let (high, low) = current.millionths.multipliedFullWidth(by: 10_000)
        let quotient = target.millionths.dividingFullWidth((high, low)).quotient
        return Amount(millionths: quotient * 10_000)
    }

    /// A way gone so far.
    public init(current: Amount, target: Amount) {
        self.current = current
        self.target = target
    }
}

/// One user's achievements, as of now.
public struct UserAchievements: Sendable {
    /// The user.
    public let profile: UserProfile
    /// The user's completions by achievement.
    public let completions: [AchievementID: Completion]
    let totals: [MetricID: Amount]
    let filteredTotals: [EventFilterID: Amount]
    /// How long the primary streak is, where an achievement asks for it.
    let streakLength: Int
    let rulebook: Rulebook
    let today: CivilDate

    /// The achievements to be shown: what the user has, and if asked what is open to the user.
    public func shown(includingIncomplete: Bool) -> [Achievement] {
        let index = rulebook.achievements
        return index.all.map { index.held($0, for: profile.key) }.filter { achievement in
            guard achievement.status != .inactive else { return false }
            if completions[achievement.id] != nil { return true }
            return includingIncomplete && achievement.status == .active
                && achievement.userFilter.matches(profile.attributes)
        }
    }

    /// The user's total of a metric.
    public func total(of metric: MetricID) -> Amount { totals[metric] ?? .zero }

    /// When the user reached an achievement.
    public func achievedAt(_ achievement: Achievement) -> Instant? {
        completions[achievement.id]?.achievedAt
    }

    /// How far the user has come towards an achievement.
    public func progress(of achievement: Achievement) -> AchievementProgress {
        switch achievement.trigger {
        case .metric(let threshold):
            let total =
                if let filter = threshold.filter {
                    filteredTotals[filter.id]
                } else {
                    totals[threshold.metric]
                }
            return AchievementProgress(current: total ?? .zero, target: threshold.amount)
        case .streak(let length):
            return AchievementProgress(
                current: Amount(Int32(clamping: streakLength)),
                target: Amount(Int32(clamping: length))
            )
        case .api:
            return AchievementProgress(current: .zero, target: Amount(1))
        case .composite(let parts):
            let done = parts.count { completions[$0] != nil }
            return AchievementProgress(
                current: Amount(Int32(clamping: done)),
                target: Amount(Int32(clamping: parts.count))
            )
        case .anniversary(let years):
            return AchievementProgress(
                current: Amount(Int32(clamping: wholeYears)),
                target: Amount(Int32(clamping: years))
            )
        }
    }

    /// How many anniversaries of signing up there have been.
    private var wholeYears: Int {
        guard let signUpOn = profile.user.signUpOn else { return 0 }
        let years = max(0, today.year - signUpOn.year)
        return signUpOn.adding(months: 12 * years) <= today ? years : max(0, years - 1)
    }
}
