public import CivilTime

/// A change of a user's total in a points system: a row of the ledger, which never changes.
public struct PointsRow: Hashable, Sendable {
    /// What changed the total.
    public enum Kind: String, Sendable, CaseIterable {
        /// A trigger gave points.
        case award
        /// A trigger took points.
        case deduction
        /// What an earlier row gave or took does not hold any more, wholly or in part.
        case correction
        /// Somebody gave points by a call.
        case grant
        /// Somebody took points by a call.
        case spend
        /// Points were not spent in time; above zero, what had expired is taken back otherwise.
        case expiry
    }

    /// A boost that an award was multiplied by, as it was then.
    public struct Boost: Hashable, Sendable {
        /// The boost.
        public let id: PointsBoostID
        /// What it multiplied by.
        public let multiplier: Amount
        /// How what came of it became whole.
        public let rounding: PointsBoost.Rounding

        /// A boost as it was then.
        public init(id: PointsBoostID, multiplier: Amount, rounding: PointsBoost.Rounding) {
            self.id = id
            self.multiplier = multiplier
            self.rounding = rounding
        }

        /// A boost as it is.
        init(_ boost: PointsBoost) {
            self.init(id: boost.id, multiplier: boost.multiplier, rounding: boost.rounding)
        }
    }

    /// What a row is about, besides what it is found by.
    public struct Detail: Hashable, Sendable {
        /// Why, in words: of a correction, a grant or a spend.
        public var reason: String?
        /// The event that it follows from.
        public var event: Int64?
        /// The achievement that it is for.
        public var achievement: AchievementID?
        /// Which activation of the trigger it is of.
        public var activation = 0
        /// What the trigger gives each time.
        public var points: Int64 = 0
        /// The multiples that it is for: those above one number, up to and with another.
        public var multiples: Range<Int64> = 0..<0
        /// The period of a streak that it is for.
        public var period: Int64?
        /// Whether its run began, in that period, after a reset.
        public var isAfterReset = false
        /// The day on whose account it goes, where the trigger gives no more than so much in a day.
        public var countsOn: CivilDate?
        /// The boosts that it was multiplied by.
        public var boosts: [Boost] = []
        /// The row that it corrects.
        public var corrects: Int64?
        /// Of what a metric gave, the row that gave for the multiples below.
        public var below: Int64?
        /// How many multiples in between gave nothing.
        public var missed: Int64 = 0
        /// Of a correction, how much of what it takes back had expired.
        public var expired: Int64 = 0
        /// Of what was counted from the past, what the trigger had given before.
        public var before: Int64 = 0

        /// Nothing to say.
        public init() {}
    }

    /// The system.
    public let system: PointsSystemID
    /// Its number among the user's rows in the system, from one.
    public let number: Int64
    /// What changed the total.
    public let kind: Kind
    /// By how much; never by nothing.
    public let amount: Int64
    /// The total after it.
    public let total: Int64
    /// How much the user had ever earned in the system after it.
    public let earned: Int64
    /// When.
    public let at: Instant
    /// The user's day then.
    public let day: CivilDate
    /// The trigger, if one gave or took it.
    public let trigger: PointsTriggerID?
    /// The number of the command that made it; nothing where time did.
    public let madeBy: Int64?
    /// The caller's idempotency key, if there was one.
    public let key: String?
    /// What else there is to say.
    public let detail: Detail

    /// A row with all its parts.
    public init(
        system: PointsSystemID,
        number: Int64,
        kind: Kind,
        amount: Int64,
        total: Int64,
        earned: Int64,
        at: Instant,
        day: CivilDate,
        trigger: PointsTriggerID? = nil,
        madeBy: Int64? = nil,
        key: String? = nil,
        detail: Detail = Detail()
    ) {
        self.system = system
        self.number = number
        self.kind = kind
        self.amount = amount
        self.total = total
        self.earned = earned
        self.at = at
        self.day = day
        self.trigger = trigger
        self.madeBy = madeBy
        self.key = key
        self.detail = detail
    }
}

/// The name of a row: the user's so manieth in a system.
///
/// On the wire it is a UUID of version 8, which is for ids that are made in a way of one's own.
public struct PointsRowID: Hashable, Sendable {
    /// The system.
    public let system: PointsSystemID
    /// The number of the row.
    public let number: Int64
    /// The user.
    public let user: UserKey

    /// The row of a user.
    public init(_ row: PointsRow, of user: UserKey) {
        system = row.system
        number = row.number
        self.user = user
    }

    private init(system: PointsSystemID, number: Int64, user: UserKey) {
        self.system = system
        self.number = number
        self.user = user
    }

    /// The name of another row of the same user in the same system.
    public func other(_ number: Int64) -> PointsRowID {
        PointsRowID(system: system, number: number, user: user)
    }
}

extension PointsRowID: CustomStringConvertible {
    /// The UUID in its usual form.
    public var description: String {
        // 60 bits: 36 of the row's number below 24 of the system's.
        let name = UInt64(bitPattern: system.number) << 36 | UInt64(bitPattern: number)
        let high = (name >> 12) << 16 | 0x8000 | name & 0xFFF
        return UUIDText.text(high: high, low: 0b10 << 62 | UInt64(user.number))
    }
}
