/// Bytes as text of sixty-four letters, four for every three bytes.
public enum Base64 {
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// The value of each byte that is a digit, and a number that no digit has for the others.
    private static let values: [UInt8] = (0..<256).map { byte in
        digits.firstIndex(of: UInt8(byte)).map { UInt8($0) } ?? .max
    }

    private static let padding = UInt8(ascii: "=")

    /// The text that spells some bytes, padded to groups of four.
    public static func text(of bytes: [UInt8]) -> String {
        let digits = digits
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var bits = 0
            for index in 0..<3 {
                bits = bits << 8 | (index < count ? Int(bytes[start + index]) : 0)
            }
            for index in 0..<4 {
                text.append(index <= count ? digits[bits >> (18 - 6 * index) & 63] : padding)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that a text spells, or nothing when it is no Base64.
    ///
    /// White space does not matter; padding does, and so do the bits that it stands for.
    public static func bytes(of text: some Sequence<UInt8>) -> [UInt8]? {
        let values = values
        var bytes: [UInt8] = []
        var (bits, bitCount, digitCount, paddingCount) = (UInt32(0), 0, 0, 0)
        for byte in text where !XMLReader.isSpace(byte) {
            digitCount += 1
            if byte == padding {
                paddingCount += 1
                continue
            }
            let value = values[Int(byte)]
            guard paddingCount == 0, value < 64 else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
                bits &= (1 << UInt32(bitCount)) - 1
            }
        }
        guard digitCount.isMultiple(of: 4), paddingCount <= 2, bits == 0 else { return nil }
        return bytes
    }
}
