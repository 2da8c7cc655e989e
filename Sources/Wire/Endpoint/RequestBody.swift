/// What the body of a request has to be.
public struct RequestBody: Sendable {
    /// Its media type.
    public let mediaType: String
    /// What it has to be, where it is JSON.
    public let schema: JSONSchema?
    /// How long it may be, where that is not what holds for every endpoint.
    public let maximumBytes: Int?

    private init(_ mediaType: String, _ schema: JSONSchema?, _ maximumBytes: Int?) {
        self.mediaType = mediaType
        self.schema = schema
        self.maximumBytes = maximumBytes
    }

    /// A JSON body.
    public static func json(_ schema: JSONSchema, maximumBytes: Int? = nil) -> RequestBody {
        RequestBody("application/json", schema, maximumBytes)
    }

    /// The bytes of a file.
    public static func file(_ mediaType: String, maximumBytes: Int) -> RequestBody {
        RequestBody(mediaType, nil, maximumBytes)
    }
}
