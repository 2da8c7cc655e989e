/// A range of addresses, as in `10.0.0.0/8` or `fd00::/8`; an address alone is a range of one.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    private let first: IPAddress
    /// How many of the 128 bits all addresses of the range share.
    private let sharedBits: Int

    /// Reads a range; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]) else { return nil }
        let width = address.isVersion4 ? 32 : 128
        var length = width
        if parts.count > 1 {
            guard let number = Int(parts[1]), (0...width).contains(number),
                String(number) == parts[1]
            else { return nil }
            length = number
        }
        first = address
        sharedBits = 128 - width + length
    }

    /// Whether an address lies in the range.
    public func contains(_ address: IPAddress) -> Bool {
        let highMask = AddressRange.mask(min(sharedBits, 64))
        let lowMask = AddressRange.mask(max(sharedBits - 64, 0))
        return (address.high ^ first.high) & highMask == 0
            && (address.low ^ first.low) & lowMask == 0
    }

    private static func mask(_ bits: Int) -> UInt64 {
        bits == 0 ? 0 : ~UInt64(0) << UInt64(64 - bits)
    }

    /// The range as it can be read again.
    public var description: String {
        "\(first)/\(first.isVersion4 ? sharedBits - 96 : sharedBits)"
    }
}
