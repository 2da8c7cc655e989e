/// What a caller may send on Bricqs' wire, in one place.
enum BricqsLimits {
    /// The longest participant id, display name, code or name, in characters.
    static let maximumNameLength = 255
    /// The longest description, in characters.
    static let maximumDescriptionLength = 2_000
    /// The longest address of a picture, in characters.
    static let maximumAddressLength = 500
    /// How many attributes participants may have, and how long each may be, in characters.
    static let maximumAttributes = 100
    static let maximumAttributeLength = 1_000
    /// How many missed periods each run may have.
    static let gracePeriods: ClosedRange<Int64> = 0...100
    /// The same, told in hours of the longest period that hours can tell of.
    static let graceHours: ClosedRange<Int64> = 0...gracePeriods.upperBound * 168
    /// The weekdays on which weeks can begin, from Sunday.
    static let weekdays: ClosedRange<Int64> = 0...6
    /// The longest name of an event, in characters.
    static let maximumEventNameLength = 100
    /// How many properties an event may have, and how long each may be, in characters.
    static let maximumProperties = 100
    static let maximumPropertyLength = 1_000
    /// How many names of events there may be for another one to come by itself, with an event that a
    /// backend sends, or with one that a participant's own key sends.
    static let maximumEventNames = 1_000
    static let maximumEventNamesOfParticipants = 200
    /// The longest idempotency key, in characters.
    static let maximumIdempotencyKeyLength = 255
    /// How many items a batch may have.
    static let maximumBatchItems = 100
    /// How many definitions a page may have, and how many pages there may be.
    static let maximumPageSize = 100
    static let maximumPages = 1_000_000
    /// How many points a call may give or take, and how long its reason may be, in characters.
    static let points: ClosedRange<Int64> = 1...1_000_000
    static let maximumReasonLength = 500
}
