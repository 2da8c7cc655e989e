/// A property that users or events may carry once it has been set up.
public struct Attribute: Hashable, Sendable {
    /// What carries the attribute.
    public enum Kind: String, Sendable, CaseIterable {
        case user
        case event
    }

    /// The number inside the database.
    public let id: AttributeID
    /// The UUID by which callers know it.
    public let publicID: String
    /// Whether users or events carry it.
    public let kind: Kind
    /// The reference that users and events carry; it never changes.
    public let key: String
    /// What people call it.
    public var name: String

    /// An attribute with all its parts.
    public init(id: AttributeID, publicID: String, kind: Kind, key: String, name: String) {
        self.id = id
        self.publicID = publicID
        self.kind = kind
        self.key = key
        self.name = name
    }
}
