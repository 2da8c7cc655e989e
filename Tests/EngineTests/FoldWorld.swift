import CivilTime
import Engine

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
            snapshots[key] = Snapshot(
                key: key,
                tallies: [
                    MetricTally(metric: Self.steps.id, stored: nil),
                    MetricTally(metric: Self.money.id, stored: nil),
                ]
            )
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
        do {
            return try command.apply(
                in: Fold(rulebook: rulebook, zones: zones, now: now),
                firstNumber: lastNumber + 1,
                to: &snapshots
            )
        } catch .refused(let refusal) {
            throw refusal
        } catch {
            preconditionFailure("without streaks nothing has to be looked up: \(error)")
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
        snapshots[UserKey(user)] ?? Snapshot(key: UserKey(user))
    }

    func total(_ user: Int64 = 1, of metric: Metric = Self.steps) -> Amount? {
        snapshot(user).tallies.first { $0.metric == metric.id }?.total
    }

    /// The days on which a user's events fell, in the order taken in.
    func days(_ user: Int64 = 1) -> [String] {
        snapshot(user).changes.events.map(\.day.iso8601)
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
