/// Reads the elements of a DER encoding one after the other.
struct DERReader {
    private var rest: ArraySlice<UInt8>

    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let objectIdentifier: UInt8 = 0x06
    static let sequence: UInt8 = 0x30

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// Whether everything has been read.
    var isAtEnd: Bool { rest.isEmpty }

    /// The content of the next element, if it is of a kind.
    mutating func element(_ tag: UInt8) -> ArraySlice<UInt8>? {
        var remainder = rest
        guard remainder.popFirst() == tag, let length = Self.length(&remainder),
            length <= remainder.count
        else { return nil }
        let content = remainder.prefix(length)
        rest = remainder.dropFirst(length)
        return content
    }

    /// A length of at most 64 KiB; no key is longer.
    private static func length(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard let first = bytes.popFirst() else { return nil }
        switch first {
        case 0..<0x80: return Int(first)
        case 0x81: return bytes.popFirst().map(Int.init)
        case 0x82:
            guard let high = bytes.popFirst(), let low = bytes.popFirst() else { return nil }
            return Int(high) << 8 | Int(low)
        default: return nil
        }
    }
}
