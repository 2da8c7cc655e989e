/// What a JSON text may contain.
public struct JSONLimits: Sendable {
    /// How many objects and arrays may be open at once.
    public var maximumDepth = 64
    /// The length of a string between its quotes, as written.
    public var maximumStringBytes = 256 << 10
    /// The length of a number's literal; longer ones than any number needs are still numbers.
    public var maximumNumberBytes = 4 << 10

    /// The limits that hold unless a caller says otherwise.
    public static let standard = JSONLimits()

    /// The limits that hold unless a caller says otherwise, to be changed.
    public init() {}
}
