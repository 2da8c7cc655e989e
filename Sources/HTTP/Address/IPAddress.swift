/// An address of the Internet Protocol, of either version.
///
/// An address of version 4 equals the one of version 6 that stands for it (`::ffff:192.0.2.1`),
/// since a socket may show either.
public struct IPAddress: Sendable, Hashable {
    /// The first eight of the sixteen bytes.
    let high: UInt64
    /// The last eight.
    let low: UInt64

    private static let mappedPrefix: UInt64 = 0xffff_0000_0000

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// An address of version 4 from its four bytes, the first in the highest place.
    public init(version4 value: UInt32) {
        self.init(high: 0, low: IPAddress.mappedPrefix | UInt64(value))
    }

    /// An address of version 6 from its sixteen bytes.
    public init(version6 bytes: some Collection<UInt8>) {
        precondition(bytes.count == 16, "An address of version 6 has sixteen bytes.")
        let high = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let low = bytes.dropFirst(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.init(high: high, low: low)
    }

    /// Whether it is of version 4.
    public var isVersion4: Bool {
        high == 0 && low >> 32 == IPAddress.mappedPrefix >> 32
    }

    /// What a limit counts by: the address, or for version 6 the network of 64 bits, all of which
    /// one household or one machine has.
    public var counted: IPAddress {
        isVersion4 ? self : IPAddress(high: high, low: 0)
    }
}

extension IPAddress: LosslessStringConvertible {
    /// Reads `192.0.2.1` or `2001:db8::1`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let address =
            text.utf8.contains(UInt8(ascii: ":"))
            ? IPAddress.version6(String(text)) : IPAddress.version4(String(text))
        guard let address else { return nil }
        self = address
    }

    public init?(_ text: String) {
        self.init(text[...])
    }

    private static func version4(_ text: String) -> IPAddress? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy(isDigit),
                let byte = UInt8(part), part.utf8.count == String(byte).utf8.count
            else { return nil }
            value = value << 8 | UInt32(byte)
        }
        return IPAddress(version4: value)
    }

    private static func version6(_ text: String) -> IPAddress? {
        var text = text
        if text.utf8.contains(UInt8(ascii: ".")) {
            guard let colon = text.lastIndex(of: ":"),
                let tail = version4(String(text[text.index(after: colon)...]))
            else { return nil }
            let value = UInt32(truncatingIfNeeded: tail.low)
            text =
                text[...colon] + String(value >> 16, radix: 16) + ":"
                + String(value & 0xffff, radix: 16)
        }
        guard let groups = groups(of: text) else { return nil }
        let high = groups.prefix(4).reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        let low = groups.dropFirst(4).reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        return IPAddress(high: high, low: low)
    }

    /// The eight groups, those that `::` stands for included.
    private static func groups(of text: String) -> [UInt16]? {
        guard let gap = text.firstRange(of: "::") else {
            let groups = list(text[...])
            return groups?.count == 8 ? groups : nil
        }
        guard let before = list(text[..<gap.lowerBound]), let after = list(text[gap.upperBound...]),
            before.count + after.count < 8
        else { return nil }
        return before + Array(repeating: 0, count: 8 - before.count - after.count) + after
    }

    private static func list(_ text: Substring) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false) {
            guard (1...4).contains(part.utf8.count),
                part.utf8.allSatisfy({ PercentEncoding.hexDigit($0) != nil }),
                let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The address as RFC 5952 has it written.
    public var description: String {
        if isVersion4 {
            return (0..<4).map { String(low >> (24 - 8 * UInt64($0)) & 0xff) }
                .joined(separator: ".")
        }
        let groups = [high, low].flatMap { half in
            (0..<4).map { UInt16(truncatingIfNeeded: half >> (48 - 16 * UInt64($0))) }
        }
        guard let gap = IPAddress.longestGap(in: groups) else {
            return IPAddress.text(groups[...])
        }
        return IPAddress.text(groups[..<gap.lowerBound]) + "::"
            + IPAddress.text(groups[gap.upperBound...])
    }

    private static func text(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first of the longest runs of at least two zeros.
    private static func longestGap(in groups: [UInt16]) -> Range<Int>? {
        var longest: Range<Int>?
        var start = 0
        for index in 0...groups.count where index == groups.count || groups[index] != 0 {
            if index - start > max(1, longest?.count ?? 0) { longest = start..<index }
            start = index + 1
        }
        return longest
    }
}
