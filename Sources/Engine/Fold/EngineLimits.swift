/// The limits that the rules set on what a caller sends.
public enum EngineLimits {
    /// How far ahead of now an event's own timestamp may be, in seconds.
    public static let maximumClockSkew: Int64 = 5 * 60
    /// The years that a date of four digits can have.
    public static let years = 1...9_999
}
