/// The bounds of what a file of histories may have.
public enum HistoryLimits {
    /// How many bytes a line has at most.
    public static let maximumLineBytes = 1 << 20
    /// How many columns a table has at most.
    public static let maximumColumns = 1_000
    /// How many events are taken in with one command; a user with more takes several.
    public static let eventsAtOnce = 10_000
    /// How long an address for mail is at most.
    static let maximumEmailLength = 320
    /// How long an idempotency key is at most.
    static let maximumKeyLength = 255
    /// How many attributes a user or an event has at most.
    static let maximumAttributes = 100
    /// How many addresses for pushes a user has at most.
    static let maximumDeviceTokens = 100
    /// How long such an address is at most.
    static let maximumDeviceTokenLength = 4_096
    /// How many freezes a mark gives at most.
    static let freezes: ClosedRange<Int64> = 1...1_000
}
