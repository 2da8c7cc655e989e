public import CivilTime

/// What a caller tells about a user; only the properties passed change.
public struct UserChange: Sendable, Equatable {
    /// The address for mail.
    public var email: Change<String> = .keep
    /// What to call the user.
    public var name: Change<String> = .keep
    /// The IANA zone.
    public var zone: Change<String> = .keep
    /// The day of signing up.
    public var signUpOn: Change<CivilDate> = .keep
    /// The moment of signing up, in place of the day: the day that it was where the user lives.
    public var signUpAt: Instant?
    /// The addresses for pushes.
    public var deviceTokens: Change<[String]> = .keep
    /// Whether the user takes mail.
    public var subscribesToEmails: Bool?
    /// Attributes by key; one without a value is removed.
    public var attributes: [String: String?] = [:]

    /// A change of nothing.
    public init() {}
}
