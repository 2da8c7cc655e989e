public import CivilTime

/// What befell a user's points in a system, or a boost of one.
public struct PointsFact: Hashable, Sendable {
    /// What befell them.
    public enum Kind: String, Sendable, CaseIterable {
        /// The total is another.
        case changed = "points.changed"
        /// The user is on another level.
        case levelChanged = "points.level_changed"
        /// Points were not spent in time.
        case expired = "points.expired"
        /// A boost began.
        case boostStarted = "points.boost_started"
        /// A boost ended.
        case boostFinished = "points.boost_finished"
    }

    /// What befell them.
    public let kind: Kind
    /// When.
    public let at: Instant
    /// The public id of the system.
    public let system: String
    /// The system's key.
    public let key: String
    /// The system's name at that time.
    public let name: String
    /// The total after it.
    public internal(set) var total: Int64?
    /// How much was added; of points that expired, below zero.
    public internal(set) var added: Int64?
    /// The numbers of the rows of the ledger that did it, the first and the last.
    public internal(set) var rows: ClosedRange<Int64>?
    /// The event that did it, if one did.
    public internal(set) var event: String?
    /// The public id of the level before; nothing below the lowest.
    public internal(set) var previousLevel: String?
    /// The public id of the level now; nothing below the lowest.
    public internal(set) var newLevel: String?
    /// The public id of the boost.
    public internal(set) var boost: String?

    /// A fact about points of a system.
    init(_ kind: Kind, of system: PointsSystem, at moment: Instant) {
        self.kind = kind
        at = moment
        self.system = system.publicID
        (key, name) = (system.key, system.name)
    }

    /// That a boost of a system began or ended.
    public init(_ kind: Kind, of boost: PointsBoost, of system: PointsSystem, at moment: Instant) {
        self.init(kind, of: system, at: moment)
        self.boost = boost.publicID
    }

    /// What a fact says of points; nothing when it is not about any.
    public init?(_ fact: Fact) {
        guard let kind = Kind(rawValue: fact.kind.rawValue),
            let system = fact.payload["systemId"]?.text, let key = fact.payload["key"]?.text,
            let name = fact.payload["name"]?.text
        else { return nil }
        self.kind = kind
        at = fact.at
        (self.system, self.key, self.name) = (system, key, name)
        total = fact.payload["total"]?.whole.map(Int64.init)
        added = fact.payload["added"]?.whole.map(Int64.init)
        if let first = fact.payload["firstRow"]?.whole, let last = fact.payload["lastRow"]?.whole,
            first <= last
        {
            rows = Int64(first)...Int64(last)
        }
        event = fact.payload["eventId"]?.text
        previousLevel = fact.payload["previousLevelId"]?.text
        newLevel = fact.payload["newLevelId"]?.text
        boost = fact.payload["boostId"]?.text
    }
}

extension Fact {
    /// What befell points.
    public init(_ fact: PointsFact) {
        var payload = FactPayload()
        payload.add("systemId", .text(fact.system))
        payload.add("key", .text(fact.key))
        payload.add("name", .text(fact.name))
        payload.add("boostId", fact.boost.map(FactValue.text))
        payload.add("total", fact.total.map(FactValue.whole))
        payload.add("added", fact.added.map(FactValue.whole))
        payload.add("firstRow", fact.rows.map { .whole($0.lowerBound) })
        payload.add("lastRow", fact.rows.map { .whole($0.upperBound) })
        payload.add("eventId", fact.event.map(FactValue.text))
        payload.add("previousLevelId", fact.previousLevel.map(FactValue.text))
        payload.add("newLevelId", fact.newLevel.map(FactValue.text))
        self.init(
            kind: Kind(fact.kind),
            subject: fact.boost ?? fact.system,
            at: fact.at,
            payload: payload
        )
    }
}
