import CivilTime
import Engine

/// Users who reach achievements, in memory.
struct AchievementWorld {
    var now = FoldWorld.noon
    var achievements: [Achievement]
    var experiments = ExperimentIndex.empty
    var snapshots: [UserKey: Snapshot] = [:]
    private var lastNumber: Int64 = 0
    private let zones = ZoneDatabase()

    init(_ achievements: [Achievement]) {
        self.achievements = achievements
        let key = UserKey(1)
        snapshots[key] = Snapshot(key: key, workspace: WorkspaceID(1))
    }

    var rulebook: Rulebook {
        Rulebook(
            metrics: [FoldWorld.steps, FoldWorld.money],
            attributes: [FoldWorld.plan, FoldWorld.device],
            achievements: achievements,
            experiments: experiments
        )
    }

    var fold: Fold { Fold(rulebook: rulebook, zones: zones, now: now) }

    @discardableResult
    mutating func apply<C: Command>(_ command: C) throws(Refusal) -> C.Outcome {
        defer { lastNumber += Int64(command.eventCount) }
        while true {
            do throws(Interruption) {
                return try command.apply(in: fold, firstNumber: lastNumber + 1, to: &snapshots)
            } catch {
                switch error {
                case .refused(let refusal): throw refusal
                case .lacking(let wants): snapshots.learnNothing(of: wants)
                }
            }
        }
    }

    /// What an event reaches, by name.
    @discardableResult
    mutating func record(_ draft: EventDraft) throws -> [String] {
        try apply(RecordEvent(draft)).achievements.map(\.achievement.name)
    }

    mutating func identify(_ change: (inout UserChange) -> Void) throws {
        var told = UserChange()
        change(&told)
        try apply(IdentifyUser(user: UserKey(1), userID: "u1", change: told, createsUser: true))
    }

    mutating func complete(_ key: String) throws(Refusal) -> CompletedAchievement? {
        try apply(
            CompleteAchievement(user: UserKey(1), userID: "u1", achievementKey: key)
        ).completed
    }

    /// What the user has, by name, oldest achievement first.
    var reached: [String] {
        let completions = snapshots[UserKey(1)]?.achievements.completions ?? [:]
        return achievements.filter { completions[$0.id] != nil }.map(\.name)
    }
}

/// An achievement, active unless said otherwise, that is called by its number unless named.
func achievement(
    _ number: Int64,
    _ trigger: AchievementTrigger,
    name: String? = nil,
    status: Achievement.Status = .active,
    plan: String? = nil
) -> Achievement {
    Achievement(
        id: AchievementID(number),
        publicID: "p\(number)",
        name: name ?? String(number),
        status: status,
        trigger: trigger,
        userFilter: AttributeFilter(plan.map { [FoldWorld.plan.id: $0] } ?? [:])
    )
}

/// So many steps, of events with a device if one is named.
func steps(_ amount: Int32, device: String? = nil, filter: Int64 = 1) -> AchievementTrigger {
    .metric(
        MetricThreshold(
            metric: FoldWorld.steps.id,
            amount: Amount(amount),
            filter: device.map {
                EventFilter(
                    id: EventFilterID(filter),
                    attributes: AttributeFilter([FoldWorld.device.id: $0])
                )
            }
        )
    )
}

/// A composite of achievements.
func all(_ parts: Int64...) -> AchievementTrigger {
    .composite(parts.map { AchievementID($0) })
}
