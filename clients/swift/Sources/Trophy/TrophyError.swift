import Foundation

/// What went wrong with a call.
public enum TrophyError: Error, Sendable {
    /// The server answered with an error.
    case httpError(HTTPError)
    /// The answer is not what the call answers.
    case decodingError(any Error)
    /// The server could not be reached.
    case networkError(any Error)
    /// The server did not answer in time.
    case timeout(any Error)
    /// There was no answer of HTTP, or no address to send to.
    case invalidResponse
}

/// An error that the server answered with.
public struct HTTPError: Error, Sendable, CustomStringConvertible {
    /// The status.
    public let statusCode: Int
    /// What the server says.
    public let message: String
    /// What the server calls the request, for its log.
    public let requestID: String?

    /// An error from its parts.
    public init(statusCode: Int, message: String, requestID: String?) {
        self.statusCode = statusCode
        self.message = message
        self.requestID = requestID
    }

    /// The status and what the server says.
    public var description: String { "\(statusCode) \(message)" }
}
