public import HTTP

/// What an endpoint may answer with a status.
public struct EndpointAnswer: Sendable {
    /// What the body of an answer is.
    public enum Content: Sendable {
        /// Nothing.
        case empty
        /// A JSON value.
        case json(JSONSchema)
        /// Something of another media type.
        case other(mediaType: String)
        /// An error, in the words of the interface.
        case failure
    }

    /// The status.
    public let status: Status
    /// What the body is.
    public let content: Content

    private init(_ status: Status, _ content: Content) {
        self.status = status
        self.content = content
    }

    /// A JSON value with the status 200.
    public static func ok(_ schema: JSONSchema) -> EndpointAnswer { json(.ok, schema) }

    /// A JSON value.
    public static func json(_ status: Status, _ schema: JSONSchema) -> EndpointAnswer {
        EndpointAnswer(status, .json(schema))
    }

    /// No body.
    public static func empty(_ status: Status) -> EndpointAnswer {
        EndpointAnswer(status, .empty)
    }

    /// A body that is not JSON.
    public static func other(_ status: Status, _ mediaType: String) -> EndpointAnswer {
        EndpointAnswer(status, .other(mediaType: mediaType))
    }

    /// An error that this endpoint has, besides those that all have.
    public static func failure(_ status: Status) -> EndpointAnswer {
        EndpointAnswer(status, .failure)
    }
}
