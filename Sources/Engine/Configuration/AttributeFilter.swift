/// What the attributes of an event, or of a user, have to be for something to count.
public struct AttributeFilter: Hashable, Sendable {
    /// The values asked for; all of them have to be there.
    public let attributes: [AttributeID: String]

    /// A filter that asks for values; without any, everything passes.
    public init(_ attributes: [AttributeID: String] = [:]) {
        self.attributes = attributes
    }

    /// Whether everything passes.
    public var isEmpty: Bool { attributes.isEmpty }

    /// Whether attributes are as asked for, byte by byte.
    public func matches(_ values: [AttributeID: String]) -> Bool {
        attributes.allSatisfy { id, wanted in values[id]?.isSameID(as: wanted) ?? false }
    }
}
