import Foundation

/// What is different about one call.
public struct RequestOptions: Sendable {
    /// Another key.
    public var apiKey: String?
    /// How many seconds to wait for an answer.
    public var timeout: Int?
    /// How often to try again.
    public var maxRetries: Int?
    /// More header fields.
    public var additionalHeaders: [String: String]?
    /// More parameters of the query.
    public var additionalQueryParameters: [String: String]?

    /// Options; what is not given stays as it is for the client.
    public init(
        apiKey: String? = nil,
        timeout: Int? = nil,
        maxRetries: Int? = nil,
        additionalHeaders: [String: String]? = nil,
        additionalQueryParameters: [String: String]? = nil
    ) {
        self.apiKey = apiKey
        self.timeout = timeout
        self.maxRetries = maxRetries
        self.additionalHeaders = additionalHeaders
        self.additionalQueryParameters = additionalQueryParameters
    }
}
