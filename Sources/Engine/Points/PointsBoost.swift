public import CivilTime

/// A time in which triggers of a system give more, or less.
public struct PointsBoost: Hashable, Sendable {
    /// Where it stands.
    public enum Status: String, Sendable, CaseIterable {
        case scheduled
        case active
        case finished
    }

    /// How what it makes of points becomes whole.
    public enum Rounding: String, Sendable, CaseIterable {
        case down
        case up
        /// Halves go up.
        case nearest
    }

    /// For whom it is.
    public enum Audience: Hashable, Sendable {
        /// Everybody whose attributes are as asked for.
        case users(AttributeFilter)
        /// One user: the key, and the caller's own id.
        case one(UserKey, id: String)
    }

    /// How far its beginning and its end have been told.
    public enum Told: Int64, Sendable {
        case nothing
        case start
        case end
    }

    /// The number inside the database; a later one is higher.
    public let id: PointsBoostID
    /// The UUID by which callers know it.
    public let publicID: String
    /// The system.
    public let system: PointsSystemID
    /// What people call it.
    public var name: String
    /// Its first day, by the calendar of each user.
    public var start: CivilDate
    /// Its last day; without one it goes on.
    public var end: CivilDate?
    /// What points are multiplied by.
    public var multiplier: Amount
    /// How what comes of that becomes whole.
    public var rounding: Rounding
    /// For whom it is.
    public var audience: Audience
    /// How far its beginning and its end have been told.
    public var told: Told

    /// A boost with all its parts.
    public init(
        id: PointsBoostID,
        publicID: String,
        system: PointsSystemID,
        name: String,
        start: CivilDate,
        end: CivilDate? = nil,
        multiplier: Amount,
        rounding: Rounding = .down,
        audience: Audience = .users(AttributeFilter()),
        told: Told = .nothing
    ) {
        self.id = id
        self.publicID = publicID
        self.system = system
        self.name = name
        self.start = start
        self.end = end
        self.multiplier = multiplier
        self.rounding = rounding
        self.audience = audience
        self.told = told
    }

    /// The user whom alone it is for.
    public var user: UserKey? {
        if case .one(let user, _) = audience { user } else { nil }
    }

    /// What users' attributes have to be.
    public var userFilter: AttributeFilter {
        if case .users(let filter) = audience { filter } else { AttributeFilter() }
    }
}

extension PointsBoost {
    /// Where it stands on a day of a user.
    public func status(on day: CivilDate) -> Status {
        if day < start { return .scheduled }
        return end.map { day > $0 } ?? false ? .finished : .active
    }

    /// Where it stands at a moment: one for all users from its first day's beginning anywhere until
    /// its last day has ended everywhere, one for a single user by that user's zone.
    public func status(at now: Instant, in zone: Zone?) -> Status {
        if now < startsAt(in: zone) { return .scheduled }
        return endsAt(in: zone).map { now >= $0 } ?? false ? .finished : .active
    }

    /// When it begins: in a zone, or for the first user anywhere.
    public func startsAt(in zone: Zone?) -> Instant {
        if let zone { return zone.startOfDay(start) }
        return Zone.utc.startOfDay(start).adding(seconds: -EngineLimits.secondsOfEarliestZone)
    }

    /// When it is over: in a zone, or for everybody; nothing where it goes on.
    public func endsAt(in zone: Zone?) -> Instant? {
        guard let end else { return nil }
        let next = end.adding(days: 1)
        if let zone { return zone.startOfDay(next) }
        return Zone.utc.startOfDay(next).adding(seconds: EngineLimits.secondsOfLatestZone)
    }

    /// When the next thing is to be told of it; nothing when all has been.
    public func nextToTell(in zone: Zone?) -> Instant? {
        switch told {
        case .nothing: startsAt(in: zone)
        case .start: endsAt(in: zone)
        case .end: nil
        }
    }
}

/// The number of a boost.
public struct PointsBoostID: Hashable, Comparable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The boost with this number.
    public init(_ number: Int64) { self.number = number }

    /// Orders boosts by their creation.
    public static func < (left: PointsBoostID, right: PointsBoostID) -> Bool {
        left.number < right.number
    }
}
