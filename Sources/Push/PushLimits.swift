/// The bounds of what is sent to devices, in one place.
public enum PushLimits {
    /// How many bytes what a browser is sent may have, sealed and with its head.
    static let webRecord = 4_096
    /// How many characters a title has.
    static let title = 100
    /// How many characters the text below it has.
    static let text = 300
    /// For how long the token holds that says who sends to browsers; a day at most.
    static let webTokenLifetime: Int64 = 12 * 3_600
    /// For how long one of Apple's is used; they want no new one within 20 minutes, and none after 60.
    static let appleTokenUse: Int64 = 40 * 60
    /// For how long one of Google's is asked for.
    static let firebaseTokenLifetime: Int64 = 3_600
    /// How long before its end a token is made anew.
    static let margin: Int64 = 5 * 60
    /// How many tokens are remembered, of which browsers' makers have one each.
    static let rememberedTokens = 1_000
    /// How many devices of a user are sent something.
    public static let devices = 20
    /// How many bytes an address of a browser's maker has.
    static let endpoint = 2_048
    /// How long a service has to take a message, from the look-up of its name to its answer.
    public static let patience = Duration.seconds(10)
    /// For how long messages are kept for a device that is away, at most: four weeks.
    static let longestLifetime: Int64 = 28 * 86_400
}
