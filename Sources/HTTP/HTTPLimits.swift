public import JSONText

/// Every bound on what a client may send, and on how many may do so.
public struct HTTPLimits: Sendable {
    /// The longest body of a route that does not say otherwise.
    public var maximumBodyBytes = 1 << 20
    /// The longest body that any route may allow itself.
    public var maximumRouteBodyBytes = 16 << 20
    /// The memory that all bodies together may take while they arrive and are worked on; a request
    /// past it is answered with 503.
    public var maximumBodyMemoryBytes = 256 << 20
    /// How much of a body that was refused is read and thrown away after the refusal, so that a
    /// client that is still sending gets to read it; a longer one finds its connection closed.
    public var maximumDiscardedBytes = 16 << 20
    /// The longest path and query together; longer is answered with 414.
    public var maximumTargetBytes = 8 << 10
    /// The sum of all header names and values.
    public var maximumHeaderBytes = 12 << 10
    /// The number of header fields.
    public var maximumHeaderCount = 100
    /// The number of query parameters.
    public var maximumQueryItemCount = 1_000
    /// The longest request line and header together, line ends included; longer is answered with 431.
    public var maximumHeadBytes = 24 << 10
    /// The number of open connections.
    ///
    /// For one more, the oldest that waits for its client is closed;
    /// where none does, the new one waits.
    public var maximumConnectionCount = 10_000
    /// The number of open connections from one address, or one network of 64 bits of version 6;
    /// trusted proxies may have more.
    public var maximumConnectionCountPerAddress = 2_500
    /// How many bytes of an answer wait in the system for a client that does not read.
    public var maximumUnsentBytes = 16 << 10
    /// When those come again who are refused for want of room.
    public var retryAfter = Duration.seconds(1)
    /// How long a connection may stay silent before it is closed.
    public var idleTimeout = Duration.seconds(30)
    /// How long a client may leave its answer unread before its place may be given to another, once
    /// all places are taken.
    public var stallTimeout = Duration.seconds(5)
    /// How long a request may take to arrive: its request line, and then its header and body.
    ///
    /// A byte now and then keeps a connection from being silent, but not from being cut.
    public var arrivalTimeout = Duration.seconds(60)
    /// What a JSON body may contain.
    public var json = JSONLimits.standard

    /// The limits that hold unless a configuration says otherwise.
    public static let standard = HTTPLimits()

    /// The limits that hold unless a configuration says otherwise, to be changed.
    public init() {}

    /// Traps when the limits contradict each other; the server calls it when it starts.
    public func check() {
        precondition(
            0 < maximumBodyBytes && maximumBodyBytes <= maximumRouteBodyBytes,
            "No body may be larger than the largest that a route may allow."
        )
        precondition(
            maximumTargetBytes + maximumHeaderBytes < maximumHeadBytes,
            "A head must have room for the longest request line and header."
        )
        precondition(
            maximumRouteBodyBytes <= maximumDiscardedBytes,
            "Whoever sends a body of a size that some route takes gets to read why it is refused."
        )
        precondition(
            maximumRouteBodyBytes <= maximumBodyMemoryBytes,
            "The largest body that a route may allow must fit into the memory for bodies."
        )
        precondition(maximumHeaderCount > 0, "Every request has at least a Host header.")
        precondition(maximumQueryItemCount <= maximumTargetBytes, "Each item needs a byte.")
        precondition(maximumConnectionCount > 0, "A server without connections serves nobody.")
        precondition(
            0 < maximumConnectionCountPerAddress,
            "An address without connections is not served."
        )
        precondition(idleTimeout >= .seconds(1), "The idle timeout is counted in whole seconds.")
        precondition(arrivalTimeout >= .seconds(1), "Arrivals are looked at once a second.")
        precondition(json.maximumStringBytes <= maximumRouteBodyBytes, "A body holds its strings.")
    }
}
