/// The name of an event: when it was taken in, and whose it is.
///
/// On the wire it is a UUID of version 7: 48 bits of milliseconds, 12 bits that number the events
/// of a millisecond, and the user's key. So an event is found by its id within its user's rows,
/// and no index over all events is needed.
public struct EventID: Hashable, Sendable {
    /// Milliseconds since 1970 and a 12-bit count, in one number that only grows.
    public let number: Int64
    /// The user that the event belongs to.
    public let user: UserKey

    /// The event of a user with this number.
    public init(number: Int64, user: UserKey) {
        precondition(number >> Self.numberBitWidth == 0, "an event number has at most 60 bits")
        self.number = number
        self.user = user
    }

    /// How many bits number the events of one millisecond.
    public static let countBitWidth = 12
    static let numberBitWidth = 60

    private static let version: UInt64 = 7
    private static let variant: UInt64 = 0b10
}

// MARK: - Text

extension EventID: CustomStringConvertible {
    /// The UUID in its usual form.
    public var description: String {
        let milliseconds = UInt64(number) >> UInt64(Self.countBitWidth)
        let count = UInt64(number) & (1 << UInt64(Self.countBitWidth) - 1)
        let high = milliseconds << 16 | Self.version << 12 | count
        let low = Self.variant << 62 | UInt64(user.number)
        return UUIDText.text(high: high, low: low)
    }

    /// The event that a UUID names; nothing when the text is not one of ours.
    public init?(_ text: String) {
        guard let (high, low) = UUIDText.halves(of: text),
            high >> 12 & 0xF == Self.version, low >> 62 == Self.variant
        else { return nil }
        let count = high & (1 << UInt64(Self.countBitWidth) - 1)
        number = Int64((high >> 16) << UInt64(Self.countBitWidth) | count)
        user = UserKey(hash: low)
    }
}
