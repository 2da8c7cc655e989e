private import Glibc

/// The system's clock, which the standard library does not tell the date by.
public enum WallClock {
    /// Microseconds since 1970, in UTC.
    public static var microseconds: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }
}
