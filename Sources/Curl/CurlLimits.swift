/// The bounds of requests to others, in one place.
public struct CurlLimits: Sendable {
    /// How long a request may take, from the look-up of the name to the last byte.
    public var patience = Duration.seconds(15)
    /// How long it may take to connect.
    public var connectPatience = Duration.seconds(10)
    /// How long an answer without an end may be silent.
    public var maximumSilence = Duration.seconds(60)
    /// How many bytes of an answer are read.
    public var maximumAnswerBytes = 16 << 10
    /// How many bytes of header fields an answer may have.
    static let maximumHeaderBytes = 64 << 10
    /// How long a mail may take, from the look-up of the server's name to its last word.
    public var mailPatience = Duration.seconds(60)
    /// How many connections mails go over.
    public static let mailConnections = 8
    /// How many bytes are kept of what a server says about a mail.
    static let keptMailAnswer = 300
    /// How many requests may be under way.
    public var maximumTransfers = 1_536
    /// How many connections are kept for the next request.
    static let keptConnections = 256
    /// How long the thread sleeps when nothing happens.
    static let sleepMilliseconds: Int32 = 1_000

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        precondition(maximumTransfers > 0, "somebody has to be asked")
        precondition(maximumAnswerBytes > 0, "an answer has a first byte")
        precondition(connectPatience <= patience, "connecting is a part of a request")
    }
}
