public import CivilTime

/// What an event gave in a system, by which its rows are found: they came about when it was received.
public struct PointsOfEvent: Hashable, Sendable {
    /// The system.
    public let system: PointsSystemID
    /// The number of the event, and of the command that took it in.
    public let number: Int64
    /// When it was received.
    public let receivedAt: Instant
}

/// What a row gave, as a part of all that was ever earned.
public struct PointsLot: Hashable, Sendable {
    /// The system.
    public let system: PointsSystemID
    /// The number of the row.
    public let row: Int64
    /// How much had been earned before it, and with it.
    public let earned: Range<Int64>
}

/// Rows of the ledger that were looked up for what is to be taken back.
struct FoundAwards {
    /// Awards by number; nothing under a number that has none.
    private var awards: [PointsSystemID: [Int64: PointsRow?]] = [:]
    /// The corrections of those.
    private var corrections: [PointsSystemID: [Int64: [PointsRow]]] = [:]
    /// The same of rows that are to be added.
    private var newAwards: [PointsSystemID: [Int64: PointsRow]] = [:]
    private var newCorrections: [PointsSystemID: [Int64: [PointsRow]]] = [:]
    private var ofEvents: [PointsOfEvent: [PointsRow]] = [:]
    private var expiries: [PointsLot: [PointsRow]] = [:]
    private var sums: [PointsTriggerID: Int64] = [:]
    private var newest: [PointsTriggerID: (since: Instant, rows: [PointsRow])] = [:]

    /// Takes in a row that is to be added.
    mutating func add(_ row: PointsRow) {
        if row.kind != .correction {
            newAwards[row.system, default: [:]][row.number] = row
        } else if let corrected = row.detail.corrects {
            newCorrections[row.system, default: [:]][corrected, default: []].append(row)
        }
    }

    fileprivate mutating func learn(
        _ rows: [PointsRow],
        from number: Int64,
        of system: PointsSystemID
    ) {
        if awards[system]?[number] == nil {
            awards[system, default: [:]].updateValue(nil, forKey: number)
        }
        for row in rows { awards[system, default: [:]][row.number] = row }
    }

    fileprivate mutating func learn(corrections rows: [PointsRow], of system: PointsSystemID) {
        for (number, own) in Dictionary(grouping: rows, by: { $0.detail.corrects ?? 0 }) {
            corrections[system, default: [:]][number] = own
        }
    }

    fileprivate mutating func learn(_ rows: [PointsRow], of event: PointsOfEvent) {
        ofEvents[event] = rows
    }

    fileprivate mutating func learn(_ rows: [PointsRow], of lot: PointsLot) {
        expiries[lot] = rows
    }

    fileprivate mutating func learn(_ sum: Int64, of trigger: PointsTriggerID) {
        sums[trigger] = sum
    }

    fileprivate mutating func learn(
        _ rows: [PointsRow],
        since moment: Instant,
        of trigger: PointsTriggerID
    ) {
        newest[trigger] = (moment, rows)
    }
}

// MARK: - Reading

extension Snapshot {
    /// An award of a trigger as it stands.
    func award(_ number: Int64, by trigger: PointsTrigger) throws(Interruption) -> OpenAward? {
        let system = trigger.system
        if let new = points.found.newAward(number, in: system) { return open(new) }
        guard isStored else { return nil }
        guard let known = points.found.award(number, in: system) else {
            // Whoever needs many asks for more each time, as a command begins anew with each answer.
            let count = points.found.count(in: system) * 2
            let limit = max(
                EngineLimits.pointsAwardsAtOnce,
                min(count, EngineLimits.pointsAwardsAtMost)
            )
            throw .lacking([
                .pointsAwards(trigger.id, of: system, from: number, limit: limit, key)
            ])
        }
        return known.map { open($0) }
    }

    /// What an event was given by a trigger, as it stands, unless the trigger has become active since.
    func award(
        of event: Event,
        by trigger: PointsTrigger
    ) throws(Interruption) -> OpenAward? {
        let number = event.id.number
        var rows = points.newRows.filter { $0.system == trigger.system && $0.madeBy == number }
        if isStored {
            let wanted = PointsOfEvent(
                system: trigger.system,
                number: number,
                receivedAt: event.receivedAt
            )
            guard let known = points.found.rows(of: wanted) else {
                throw .lacking([.pointsOfEvent(wanted, key)])
            }
            rows += known
        }
        return rows.first { row in
            row.trigger == trigger.id && row.kind != .correction
                && row.detail.activation == trigger.activations
        }.map { open($0) }
    }

    private func open(_ row: PointsRow) -> OpenAward {
        OpenAward(row, points.found.corrections(of: row))
    }

    /// The rows by which some of what a row gave has expired, oldest first.
    func expiries(
        of lot: Range<Int64>,
        after row: Int64,
        in system: PointsSystemID
    ) throws(Interruption) -> [PointsRow] {
        let new = points.newRows.filter { expiry in
            expiry.system == system && expiry.number > row && expiry.kind == .expiry
                && expiry.amount < 0
        }
        guard isStored else { return new }
        let wanted = PointsLot(system: system, row: row, earned: lot)
        if let known = points.found.expiries(of: wanted) { return known + new }
        throw .lacking([.pointsExpiries(wanted, key)])
    }

    /// What a trigger has given the user since a moment, as it stands; perhaps also from before.
    func awards(
        of trigger: PointsTrigger,
        since moment: Instant
    ) throws(Interruption) -> [OpenAward] {
        let new = points.newRows.filter { $0.trigger == trigger.id }
        guard isStored else { return new.awards(of: trigger.activations) }
        if let known = points.found.rows(of: trigger.id, since: moment) {
            return (known + new).awards(of: trigger.activations)
        }
        throw .lacking([.pointsRowsSince(moment, trigger.id, of: trigger.system, key)])
    }

    /// What all that a trigger has given the user comes to.
    func sum(of trigger: PointsTrigger) throws(Interruption) -> Int64 {
        let new = points.newRows.reduce(0) { $1.trigger == trigger.id ? $0 + $1.amount : $0 }
        guard isStored else { return new }
        if let known = points.found.sum(of: trigger.id) { return known + new }
        throw .lacking([.pointsSum(trigger.id, of: trigger.system, key)])
    }
}

extension FoundAwards {
    fileprivate func award(_ number: Int64, in system: PointsSystemID) -> PointsRow?? {
        awards[system]?[number]
    }

    fileprivate func newAward(_ number: Int64, in system: PointsSystemID) -> PointsRow? {
        newAwards[system]?[number]
    }

    fileprivate func count(in system: PointsSystemID) -> Int { awards[system]?.count ?? 0 }

    fileprivate func corrections(of row: PointsRow) -> [PointsRow] {
        let new = newCorrections[row.system]?[row.number] ?? []
        return (corrections[row.system]?[row.number] ?? []) + new
    }

    fileprivate func rows(of event: PointsOfEvent) -> [PointsRow]? { ofEvents[event] }

    fileprivate func expiries(of lot: PointsLot) -> [PointsRow]? { expiries[lot] }

    fileprivate func sum(of trigger: PointsTriggerID) -> Int64? { sums[trigger] }

    fileprivate func rows(of trigger: PointsTriggerID, since moment: Instant) -> [PointsRow]? {
        newest[trigger].flatMap { $0.since <= moment ? $0.rows : nil }
    }
}

// MARK: - What was looked up

extension Snapshot {
    /// Takes in awards of a trigger, from one on to older ones.
    public mutating func learn(awards: [PointsRow], from number: Int64, of system: PointsSystemID) {
        points.found.learn(awards, from: number, of: system)
    }

    /// Takes in the corrections of awards.
    public mutating func learn(corrections: [PointsRow], of system: PointsSystemID) {
        points.found.learn(corrections: corrections, of: system)
    }

    /// Takes in what an event gave.
    public mutating func learn(rows: [PointsRow], of event: PointsOfEvent) {
        points.found.learn(rows, of: event)
    }

    /// Takes in the expiries of what a row gave.
    public mutating func learn(expiries: [PointsRow], of lot: PointsLot) {
        points.found.learn(expiries, of: lot)
    }

    /// Takes in what a trigger has given since a moment.
    public mutating func learn(
        rows: [PointsRow],
        since moment: Instant,
        of trigger: PointsTriggerID
    ) {
        points.found.learn(rows, since: moment, of: trigger)
    }

    /// Takes in what all that a trigger has given comes to.
    public mutating func learn(sum: Int64, of trigger: PointsTriggerID) {
        points.found.learn(sum, of: trigger)
    }
}
