import CivilTime

@testable import Engine

/// Users, a rulebook and a moment, for tests to apply commands to.
struct FoldWorld {
    /// 2025-03-15 12:00 UTC.
    static let noon = Instant(seconds: 1_742_040_000)
    static let steps = Metric(
        id: MetricID(1),
        publicID: "m1",
        key: "steps",
        name: "Steps",
        unitType: .number,
        units: ""
    )
    static let money = Metric(
        id: MetricID(2),
        publicID: "m2",
        key: "money",
        name: "Money",
        unitType: .currency,
        units: "EUR"
    )
    static let plan = Attribute(
        id: AttributeID(1),
        publicID: "a1",
        kind: .user,
        key: "plan",
        name: "Plan"
    )
    static let device = Attribute(
        id: AttributeID(2),
        publicID: "a2",
        kind: .event,
        key: "device",
        name: "Device"
    )

    var now = Self.noon
    var defaultZone = "UTC"
    var controlPercentage = 0.0
    var snapshots: [UserKey: Snapshot] = [:]
    private var lastNumber: Int64 = 0
    private let zones = ZoneDatabase()

    /// A world in which some users are known to the fold, none of them seen yet.
    init(users: [Int64] = [1]) {
        for number in users {
            let key = UserKey(number)
            snapshots[key] = Snapshot(key: key, workspace: WorkspaceID(1))
        }
    }

    @discardableResult
    mutating func apply<C: Command>(_ command: C) throws(Refusal) -> C.Outcome {
        let rulebook = Rulebook(
            metrics: [Self.steps, Self.money],
            attributes: [Self.plan, Self.device],
            defaultZone: defaultZone,
            controlPercentage: controlPercentage
        )
        defer { lastNumber += Int64(command.eventCount) }
        let fold = Fold(rulebook: rulebook, zones: zones, now: now)
        while true {
            do throws(Interruption) {
                return try command.apply(
                    in: fold,
                    firstNumber: lastNumber + 1,
                    to: &snapshots
                )
            } catch {
                switch error {
                case .refused(let refusal): throw refusal
                case .lacking(let wants): snapshots.learnNothing(of: wants)
                }
            }
        }
    }

    @discardableResult
    mutating func record(_ drafts: EventDraft...) throws -> [RecordedEvent] {
        try apply(RecordEvents(drafts))
    }

    @discardableResult
    mutating func identify(
        _ user: Int64 = 1,
        creates: Bool = true,
        _ change: (inout UserChange) -> Void = { _ in }
    ) throws -> IdentifiedUser? {
        var told = UserChange()
        change(&told)
        return try apply(
            IdentifyUser(
                user: UserKey(user),
                userID: "u\(user)",
                change: told,
                createsUser: creates
            )
        )
    }

    /// What is known of a user.
    func snapshot(_ user: Int64 = 1) -> Snapshot {
        snapshots[UserKey(user)] ?? Snapshot(key: UserKey(user), workspace: WorkspaceID(1))
    }

    func total(_ user: Int64 = 1, of metric: Metric = Self.steps) -> Amount? {
        snapshot(user).totals.tallies[metric.id]?.total
    }

    /// The days on which a user's events fell, in the order taken in.
    func days(_ user: Int64 = 1) -> [String] {
        snapshot(user).totals.newEvents.map(\.day.iso8601)
    }
}

/// An event of user 1 that adds one step, unless said otherwise.
func event(
    _ amount: Int32 = 1,
    user: Int64 = 1,
    metric: String = "steps",
    at occurredAt: Instant? = nil,
    key: String? = nil,
    attributes: [String: String] = [:],
    change: UserChange = UserChange()
) -> EventDraft {
    EventDraft(
        user: UserKey(user),
        userID: "u\(user)",
        userChange: change,
        metricKey: metric,
        amount: Amount(amount),
        attributes: attributes,
        occurredAt: occurredAt,
        idempotencyKey: key
    )
}

/// The instant that a text spells.
func instant(_ text: String) throws -> Instant { try Instant(iso8601: text) }

/// A change that moves to a zone.
func moving(to zone: String?) -> UserChange {
    var change = UserChange()
    change.zone = zone.map { .set($0) } ?? .clear
    return change
}

extension [UserKey: Snapshot] {
    /// Answers whatever is wanted as a storage would that holds nothing.
    mutating func learnNothing(of wants: Set<Want>) {
        for want in wants {
            switch want {
            case .user(let user): self[user] = Snapshot(key: user, workspace: WorkspaceID(1))
            case .stays(let user): self[user]?.learn(stays: [])
            case .attributes(let user): self[user]?.learn(attributes: [:])
            case .tally(let metric, let user): self[user]?.learn(newest: nil, of: metric)
            case .usedKey(let key, let user): self[user]?.learn(event: nil, under: key)
            case .event(let id): self[id.user]?.learn(event: nil, named: id)
            case .ownEvent(let own): self[own.id.user]?.learn(event: nil, named: own.id)
            case .history(let user): self[user]?.learn(history: [])
            case .marks(let user): self[user]?.learn(marks: [])
            case .streak(let definition, let user):
                self[user]?.learn(periods: LoadedPeriods(user: user, definition: definition))
            case .periods(let periods, let user):
                self[user]?.learn(([], isWhole: true), events: [], for: periods)
            case .milestones(let definition, let user):
                self[user]?.learn(milestones: [], of: definition)
            case .completion(let achievement, let user): self[user]?.learn(nil, of: achievement)
            case .completions(let user): self[user]?.learn(completions: [:])
            case .filteredTotal(let filter, _, let user):
                self[user]?.learn(total: .zero, of: filter.id)
            case .points(let user): self[user]?.learn(balances: [])
            case .pointsRows(let trigger, _, let user): self[user]?.learn(rows: [], of: trigger)
            case .pointsRowsSince(let moment, let trigger, _, let user):
                self[user]?.learn(rows: [], since: moment, of: trigger)
            case .pointsSum(let trigger, _, let user): self[user]?.learn(sum: 0, of: trigger)
            case .pointsAwards(_, let system, let number, _, let user):
                self[user]?.learn(awards: [], from: number, of: system)
            case .pointsOfEvent(let event, let user): self[user]?.learn(rows: [], of: event)
            case .pointsExpiries(let lot, let user): self[user]?.learn(expiries: [], of: lot)
            case .pointsMade(let number, let user): self[user]?.learn(rows: [], madeBy: number)
            case .pointsKey(let key, let user): self[user]?.learn(row: nil, under: key)
            case .pointsLots(let system, _, let user):
                self[user]?.learn(lots: [], isWhole: true, of: system)
            case .score(let place, let user): self[user]?.learn(score: nil, at: place)
            case .seat(let place, let user): self[user]?.learn(seat: nil, at: place)
            case .basis(let key, let user): self[user]?.learn(basis: BoardBasis([]), of: key)
            }
        }
    }
}
