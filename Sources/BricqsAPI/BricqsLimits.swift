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
    /// The weekdays on which weeks can begin, from Sunday.
    static let weekdays: ClosedRange<Int64> = 0...6
}
