/// The 36 characters of a UUID, from and to its two halves.
public enum UUIDText {
    private static let hyphen = UInt8(ascii: "-")
    private static let hyphenPositions = [8, 13, 18, 23]
    private static let length = 36

    /// The text of a UUID.
    public static func text(high: UInt64, low: UInt64) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { bytes.append(hyphen) }
            let half = index < 16 ? high : low
            let value = UInt8(truncatingIfNeeded: half >> UInt64(60 - index % 16 * 4)) & 0xF
            bytes.append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The halves of a UUID, or nothing when the text is not one.
    public static func halves(of text: String) -> (high: UInt64, low: UInt64)? {
        guard text.utf8.count == length else { return nil }
        var halves: [UInt64] = [0, 0]
        var count = 0
        for (position, byte) in text.utf8.enumerated() {
            if hyphenPositions.contains(position) {
                guard byte == hyphen else { return nil }
                continue
            }
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
            halves[count / 16] = halves[count / 16] << 4 | UInt64(digit)
            count += 1
        }
        return (halves[0], halves[1])
    }

    /// Whether some text is a UUID.
    public static func isValid(_ text: String) -> Bool {
        halves(of: text) != nil
    }
}
