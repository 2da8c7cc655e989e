/// What a token and its keys may have.
public enum TokenLimits {
    /// The length of a token in bytes.
    public static let maximumTokenBytes = 8 << 10
    /// The length of the secret of HS256 in bytes: that of the digest, as RFC 7518 demands at least.
    public static let secretBytes = 32...1_024
    /// The length of an RSA key in bits; a longer one would take long to verify with.
    public static let modulusBits = 2_048...8_192
    /// The length of the text of a key.
    public static let maximumKeyTextBytes = 16 << 10
    /// The second since 1970 from which on an end counts as none: that after the year 9999.
    public static let latestEnd: Double = 253_402_300_800
    /// How far a clock that signs may be ahead of ours, in seconds.
    ///
    /// It excuses a `nbf` alone: a token ends when it says so.
    public static let leeway: Double = 60
}
