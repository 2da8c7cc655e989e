public import CivilTime

/// What Laurel knows about one of the caller's people.
public struct User: Hashable, Sendable {
    /// The caller's own id.
    public let id: String
    /// Where mail may go; never kept for someone who declined it.
    public var email: String?
    /// What to call the user.
    public var name: String?
    /// The IANA name of the zone that the user lives in now.
    public var zone: String?
    /// Since when; an event before it needs the history of zones.
    ///
    /// The first zone of a user holds for all time before the second.
    public var zoneSince: Instant
    /// The day on which the user signed up with the caller.
    public var signUpOn: CivilDate?
    /// Where pushes may go.
    public var deviceTokens: [String]?
    /// Whether the user takes mail.
    public var subscribesToEmails: Bool
    /// Whether the user is in the control group, which gets no messages.
    public var isControl: Bool
    /// What the user chose about messages and the streak.
    public var preferences: UserPreferences
    /// How many marks have been put on the user's streaks: freezes, pauses and corrections.
    public var streakMarkCount: Int
    /// When the user was first seen.
    public internal(set) var createdAt: Instant
    /// When something about the user last changed.
    public var updatedAt: Instant

    /// A user with all parts.
    public init(
        id: String,
        email: String? = nil,
        name: String? = nil,
        zone: String? = nil,
        zoneSince: Instant = .distantPast,
        signUpOn: CivilDate? = nil,
        deviceTokens: [String]? = nil,
        subscribesToEmails: Bool = true,
        isControl: Bool = false,
        preferences: UserPreferences = UserPreferences(),
        streakMarkCount: Int = 0,
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.zone = zone
        self.zoneSince = zoneSince
        self.signUpOn = signUpOn
        self.deviceTokens = deviceTokens
        self.subscribesToEmails = subscribesToEmails
        self.isControl = isControl
        self.preferences = preferences
        self.streakMarkCount = streakMarkCount
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A zone that a user has lived in, from a moment on; without a name, the workspace's default.
public struct ZoneStay: Hashable, Sendable {
    /// When it began.
    public let from: Instant
    /// The IANA name.
    public let zone: String?

    /// A stay from a moment on.
    public init(from: Instant, zone: String?) {
        self.from = from
        self.zone = zone
    }
}
