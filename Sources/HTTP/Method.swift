/// What a request asks to be done with the resource that its path names.
public enum Method: Sendable, Hashable, CustomStringConvertible {
    case get, post, put, patch, delete, head, options
    case other(String)

    /// Reads the method's name as it stands on the request line; names are case-sensitive.
    public init(_ name: String) {
        self =
            switch name {
            case "GET": .get
            case "POST": .post
            case "PUT": .put
            case "PATCH": .patch
            case "DELETE": .delete
            case "HEAD": .head
            case "OPTIONS": .options
            default: .other(name)
            }
    }

    /// The name as it stands on the request line.
    public var name: String {
        switch self {
        case .get: "GET"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .head: "HEAD"
        case .options: "OPTIONS"
        case .other(let name): name
        }
    }

    /// The name as it stands on the request line.
    public var description: String { name }
}
