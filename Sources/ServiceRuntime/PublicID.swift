public import CivilTime
import Engine
import Sodium

/// Makes the UUIDs by which callers know what Laurel creates.
public enum PublicID {
    /// A fresh UUID of version 7: the moment, and random bits.
    public static func make(at moment: Instant) -> String {
        let random = Sodium.randomBytes(count: 16)
        var (first, second) = (UInt64(0), UInt64(0))
        for index in 0..<8 {
            first = first << 8 | UInt64(random[index])
            second = second << 8 | UInt64(random[index + 8])
        }
        let milliseconds = UInt64(max(0, moment.milliseconds)) & 0xFFFF_FFFF_FFFF
        let high = milliseconds << 16 | 0x7000 | first & 0xFFF
        let low = second & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return UUIDText.text(high: high, low: low)
    }
}
