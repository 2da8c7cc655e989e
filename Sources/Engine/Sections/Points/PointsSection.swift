import CivilTime

/// A user's points: the balances, the rows of the ledger as far as they were looked up, and what
/// has happened for which triggers may give something.
public struct PointsSection: Sendable {
    /// The balances of every system, as the fold has left them; nothing until looked up.
    private(set) var balances: [PointsSystemID: PointsBalance]?
    /// What the due list has of balances, as it was found.
    private var storedDue: [PointsSystemID: StreakDueEntry] = [:]
    /// What triggers have given, of those of which it was looked up.
    private var rowsOfTriggers: [PointsTriggerID: [PointsRow]] = [:]
    /// What rows were found for corrections.
    var found = FoundAwards()
    /// The rows that commands had made which may have been carried out before.
    private var rowsOfCommands: [Int64: [PointsRow]] = [:]
    /// The rows that idempotency keys led to; nothing under a key that is free.
    private var usedKeys: [PointsKey: PointsRow?] = [:]
    /// The rows that gave something, after those of which all has been spent.
    private var lots: [PointsSystemID: PointsLots] = [:]
    /// The rows to be added, in the order in which they came about.
    public private(set) var newRows: [PointsRow] = []
    /// The systems whose balances have to be written.
    public private(set) var changed: Set<PointsSystemID> = []
    /// Where runs of streaks have grown, for which triggers may give something.
    var growths: [(streak: StreakDefinition, growth: RunGrowth)] = []
    /// How many of the new completions have been looked at.
    var judgedCompletions = 0
    /// Whether it has been looked at that the user is new.
    var hasJudgedCreation = false
    /// How many of the new rows have been told.
    var toldRows = 0
}

/// An idempotency key of a user, which can be used once in a system.
public struct PointsKey: Hashable, Sendable {
    /// The system.
    public let system: PointsSystemID
    /// The caller's key.
    public let key: UsedKey

    /// A key in a system.
    public init(_ key: String, in system: PointsSystemID) {
        self.system = system
        self.key = UsedKey(metric: nil, key: key)
    }
}

/// Rows of a system that gave something, after one number, in order.
struct PointsLots {
    var rows: [PointsRow] = []
    /// Whether there are no later ones stored.
    var isWhole = false
}

// MARK: - Reading

extension Snapshot {
    /// The user's balance in a system.
    func balance(of system: PointsSystemID) throws(Interruption) -> PointsBalance {
        if let known = points.balances { return known[system] ?? PointsBalance(system: system) }
        guard isStored else { return PointsBalance(system: system) }
        throw .lacking([.points(key)])
    }

    /// All that a trigger has given the user, oldest first.
    func rows(of trigger: PointsTrigger) throws(Interruption) -> [PointsRow] {
        let new = points.newRows.filter { $0.trigger == trigger.id }
        if let known = points.rows(of: trigger.id) { return known + new }
        guard isStored else { return new }
        throw .lacking([.pointsRows(trigger.id, of: trigger.system, key)])
    }

    /// The rows that a command has made, also if that was committed unheard.
    func rows(madeBy number: Int64, isRetry: Bool) throws(Interruption) -> [PointsRow] {
        let new = points.newRows.filter { $0.madeBy == number }
        guard isRetry, isStored else { return new }
        if let known = points.rows(madeBy: number) { return known + new }
        throw .lacking([.pointsMade(by: number, of: key)])
    }

    /// The row that an idempotency key led to, if it was used.
    func row(under pointsKey: PointsKey) throws(Interruption) -> PointsRow? {
        if let known = points.row(under: pointsKey) { return known }
        guard isStored else { return nil }
        throw .lacking([.pointsKey(pointsKey, of: key)])
    }

    /// The rows of a balance that gave something of which not all has been spent, oldest first, and
    /// whether there are no later ones.
    func lots(of balance: PointsBalance) throws(Interruption) -> (rows: [PointsRow], isWhole: Bool)
    {
        let known = points.lots(of: balance.system)
        let new = points.newRows.filter { $0.system == balance.system && $0.amount > 0 }
        if known?.isWhole ?? !isStored {
            let rows = (known?.rows ?? []) + new
            return (rows.filter { $0.number > balance.spentThrough }, true)
        }
        let rows = known?.rows.filter { $0.number > balance.spentThrough } ?? []
        if !rows.isEmpty { return (rows, false) }
        let last = max(known?.rows.last?.number ?? 0, balance.spentThrough)
        throw .lacking([.pointsLots(balance.system, after: last, of: key)])
    }
}

extension PointsSection {
    fileprivate func rows(of trigger: PointsTriggerID) -> [PointsRow]? { rowsOfTriggers[trigger] }

    fileprivate func rows(madeBy number: Int64) -> [PointsRow]? { rowsOfCommands[number] }

    fileprivate func row(under key: PointsKey) -> PointsRow?? { usedKeys[key] }

    fileprivate func lots(of system: PointsSystemID) -> PointsLots? { lots[system] }

    /// What the due list has of a balance, as it was found.
    public func storedDue(of system: PointsSystemID) -> StreakDueEntry? { storedDue[system] }

    /// The balances to be written, oldest system first.
    public var changedBalances: [PointsBalance] {
        changed.sorted().compactMap { balances?[$0] }
    }
}

// MARK: - What was looked up

extension Snapshot {
    /// Takes in the balances of every system.
    public mutating func learn(balances: [PointsBalance]) {
        points.learn(balances)
    }

    /// Takes in all that a trigger has given.
    public mutating func learn(rows: [PointsRow], of trigger: PointsTriggerID) {
        points.learn(rows, of: trigger)
    }

    /// Takes in what a command had made.
    public mutating func learn(rows: [PointsRow], madeBy number: Int64) {
        points.learn(rows, madeBy: number)
    }

    /// Takes in the row that an idempotency key led to, if one did.
    public mutating func learn(row: PointsRow?, under key: PointsKey) {
        points.learn(row, under: key)
    }

    /// Takes in some more rows that gave something, and whether there are no later ones.
    public mutating func learn(lots rows: [PointsRow], isWhole: Bool, of system: PointsSystemID) {
        points.learn(lots: rows, isWhole, of: system)
    }
}

extension PointsSection {
    fileprivate mutating func learn(_ found: [PointsBalance]) {
        guard balances == nil else { return }
        balances = Dictionary(found.map { ($0.system, $0) }) { first, _ in first }
        for balance in found { storedDue[balance.system] = balance.due }
    }

    fileprivate mutating func learn(_ rows: [PointsRow], of trigger: PointsTriggerID) {
        if rowsOfTriggers[trigger] == nil { rowsOfTriggers[trigger] = rows }
    }

    fileprivate mutating func learn(_ rows: [PointsRow], madeBy number: Int64) {
        if rowsOfCommands[number] == nil { rowsOfCommands[number] = rows }
    }

    fileprivate mutating func learn(_ row: PointsRow?, under key: PointsKey) {
        if usedKeys[key] == nil { usedKeys.updateValue(row, forKey: key) }
    }

    fileprivate mutating func learn(
        lots rows: [PointsRow],
        _ isWhole: Bool,
        of system: PointsSystemID
    ) {
        var known = lots[system] ?? PointsLots()
        guard !known.isWhole else { return }
        // Rows of this fold are added where lots are asked for.
        let last = known.rows.last?.number ?? 0
        known.rows += rows.filter { $0.number > last }
        known.isWhole = isWhole
        lots[system] = known
    }
}

// MARK: - Changing

extension PointsSection {
    /// Keeps a balance that has changed.
    mutating func set(_ balance: PointsBalance) {
        if balances == nil { balances = [:] }
        balances?[balance.system] = balance
        changed.insert(balance.system)
    }

    /// Adds a row.
    mutating func add(_ row: PointsRow) {
        newRows.append(row)
        found.add(row)
        if let key = row.key {
            usedKeys.updateValue(row, forKey: PointsKey(key, in: row.system))
        }
    }
}

// MARK: - Foresight

extension PointsSection: Section {
    /// The balances, where totals pass a multiple or a streak may grow.
    ///
    /// With the totals of now, an event for which nothing is given asks for nothing.
    public static func foresee(
        _ touch: UserTouch,
        of snapshot: Snapshot,
        in fold: Fold,
        _ wants: inout Set<Want>
    ) {
        let index = fold.rulebook.points
        guard snapshot.isStored, !index.isEmpty else { return }
        var triggers: [PointsTrigger] = []
        var isTouched = false
        switch touch {
        case .event(let draft, _):
            guard let metric = fold.rulebook.metric(key: draft.metricKey)?.id else { return }
            triggers = fold.passing(draft, of: metric, snapshot)
            triggers += fold.growing(metric, at: draft.occurredAt ?? fold.now, snapshot)
            want(fold, draft, of: metric, snapshot, &wants)
        case .completion(let key):
            if let achievement = fold.rulebook.achievements.achievement(key: key) {
                triggers = index.triggers(of: achievement.id)
            }
        case .points: isTouched = true
        case .change, .deletion, .showing, .judging, .streaks: break
        }
        guard isTouched || !triggers.isEmpty else { return }
        wants.insert(.points(snapshot.key))
        if triggers.contains(where: { index.asksForAttributes($0.system) }) {
            wants.insert(.attributes(snapshot.key))
        }
    }

    /// The totals of the filters that an event passes.
    private static func want(
        _ fold: Fold,
        _ draft: EventDraft,
        of metric: MetricID,
        _ snapshot: Snapshot,
        _ wants: inout Set<Want>
    ) {
        let index = fold.rulebook.points
        // Who has no day of a metric has nothing to add up.
        guard index.hasFilters(metric), snapshot.totals.tallies[metric]?.stored != nil else {
            return
        }
        let carried = fold.rulebook.eventAttributes(draft.attributes)
        for filter in index.filters(of: metric, passing: carried) {
            wants.insert(.filteredTotal(filter, metric, of: snapshot.key))
        }
    }
}

extension Fold {
    /// The triggers whose multiples an event takes a total past, as far as the total is known.
    fileprivate func passing(
        _ draft: EventDraft,
        of metric: MetricID,
        _ snapshot: Snapshot
    ) -> [PointsTrigger] {
        let triggers = rulebook.points.triggers(of: metric)
        guard !triggers.isEmpty, let total = snapshot.totals.tallies[metric]?.total,
            let after = total.adding(draft.amount)
        else { return [] }
        return triggers.filter { trigger in
            guard let threshold = trigger.cause.threshold else { return false }
            return threshold.multiples(in: total) != threshold.multiples(in: after)
        }
    }

    /// The triggers for streaks of a metric, unless the newest period is satisfied already.
    fileprivate func growing(
        _ metric: MetricID,
        at moment: Instant,
        _ snapshot: Snapshot
    ) -> [PointsTrigger] {
        rulebook.streaks(of: metric).flatMap { streak in
            let triggers = rulebook.points.triggers(of: streak)
            guard !triggers.isEmpty else { return triggers }
            guard let newest = snapshot.streaks.periods[streak.id]?.periods.last,
                newest.tally.isSatisfied, case .calendar(let window, let own) = streak.rule.window
            else { return triggers }
            let zone = own ?? zone(named: snapshot.user?.zone)
            let today = window.unit.firstDate(of: zone.civilDate(at: moment))
            return newest.opens == today.key ? [] : triggers
        }
    }
}

extension MetricThreshold {
    /// How often a total has passed the amount; never below nothing.
    func multiples(in total: Amount) -> Int64 {
        guard amount > .zero, total > .zero else { return 0 }
        return total.millionths / amount.millionths
    }
}

extension PointsSection {
    /// Whether there is more to be written than what `Snapshot.mayChangeRollUps` tells.
    var hasChanged: Bool { !changed.isEmpty }
}
