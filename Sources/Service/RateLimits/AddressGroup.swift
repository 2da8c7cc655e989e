/// Addresses that are counted together.
///
/// Who has one address of IPv6 usually has the 2⁶⁴ addresses beside it, so those count as one.
enum AddressGroup {
    /// The name of the group of an address: of IPv4 itself, of IPv6 its first half.
    static func name(of address: String) -> String {
        let text = address.prefix { $0 != "%" }.lowercased()
        guard text.utf8.contains(UInt8(ascii: ":")) else { return text }
        let mapped = "::ffff:"
        if text.hasPrefix(mapped), text.utf8.contains(UInt8(ascii: ".")) {
            return String(text.dropFirst(mapped.count))
        }
        return groups(of: text).prefix(4).joined(separator: ":") + "::/64"
    }

    /// The eight groups, without the zeros before them.
    private static func groups(of text: String) -> [String] {
        let gap = text.firstRange(of: "::")
        let head = words(text[..<(gap?.lowerBound ?? text.endIndex)])
        let tail = gap.map { words(text[$0.upperBound...]) } ?? []
        let zeros = Array(repeating: "0", count: max(0, 8 - head.count - tail.count))
        return head + zeros + tail
    }

    private static func words(_ text: Substring) -> [String] {
        text.split(separator: ":").map { word in
            let digits = word.drop { $0 == "0" }
            return digits.isEmpty ? "0" : String(digits)
        }
    }
}
