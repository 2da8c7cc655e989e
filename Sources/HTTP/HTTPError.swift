import JSONText

/// A failure that a caller gets to see: a status, and a message that is safe to show.
///
/// How it becomes a body is the business of the dialect, see `ErrorEncoder`.
public struct HTTPError: Error, CustomStringConvertible {
    /// The status to answer with.
    public var status: Status
    /// A sentence for the caller, free of secrets and internals.
    public var message: String
    /// Header fields that belong to the answer, such as `Retry-After`.
    public var headers: Headers
    /// What went wrong inside; for the log only.
    public var underlying: (any Error)?

    /// An error from its parts.
    public init(
        _ status: Status,
        _ message: String,
        headers: Headers = Headers(),
        underlying: (any Error)? = nil
    ) {
        self.status = status
        self.message = message
        self.headers = headers
        self.underlying = underlying
    }

    /// The status and the safe message.
    public var description: String { "\(status) \(message)" }

    /// The error that stands for any error a handler may throw.
    ///
    /// Invalid input is a 422 that keeps the original as `underlying`, for dialects that report
    /// where it was; what is unknown is a 500 that says nothing.
    public init(_ error: any Error) {
        switch error {
        case let error as HTTPError: self = error
        case let error as InvalidInput: self = .unprocessable(error.message, underlying: error)
        case let error as JSONError: self = .badRequest(error.message, underlying: error)
        default: self = .internalError(underlying: error)
        }
    }
}

extension HTTPError {
    /// 400: the request cannot be understood.
    public static func badRequest(_ message: String, underlying: (any Error)? = nil) -> Self {
        HTTPError(.badRequest, message, underlying: underlying)
    }

    /// 401: the caller has not said who it is, or is not believed.
    public static func unauthorized(_ message: String) -> Self {
        HTTPError(.unauthorized, message)
    }

    /// 403: the caller may not do this.
    public static func forbidden(_ message: String) -> Self {
        HTTPError(.forbidden, message)
    }

    /// 404: there is no such thing.
    public static func notFound(_ message: String) -> Self {
        HTTPError(.notFound, message)
    }

    /// 405: the path exists, but not for this method.
    public static func methodNotAllowed(_ message: String, allowed: [Method]) -> Self {
        let allow = allowed.map(\.name).joined(separator: ", ")
        return HTTPError(.methodNotAllowed, message, headers: ["Allow": allow])
    }

    /// 409: it contradicts what is there already.
    public static func conflict(_ message: String) -> Self {
        HTTPError(.conflict, message)
    }

    /// 413: the body is larger than this route takes.
    public static func payloadTooLarge(maximumBytes: Int) -> Self {
        let message = "The request body is too large: at most \(maximumBytes) bytes are accepted."
        return HTTPError(.payloadTooLarge, message)
    }

    /// 413: this route takes no body at all.
    public static let bodyNotTaken = HTTPError(
        .payloadTooLarge,
        "This path takes no body. Send the request without one."
    )

    /// 422: understood, but the content breaks a rule.
    public static func unprocessable(_ message: String, underlying: (any Error)? = nil) -> Self {
        HTTPError(.unprocessable, message, underlying: underlying)
    }

    /// 429: too many requests.
    public static func tooManyRequests(_ message: String, retryAfter: Duration) -> Self {
        HTTPError(.tooManyRequests, message, headers: retryHeaders(retryAfter))
    }

    /// 503: not now, but perhaps after the given time.
    public static func unavailable(
        _ message: String,
        retryAfter: Duration,
        underlying: (any Error)? = nil
    ) -> Self {
        HTTPError(
            .unavailable,
            message,
            headers: retryHeaders(retryAfter),
            underlying: underlying
        )
    }

    /// 500: the fault is ours; the caller learns nothing of it, the log everything.
    public static func internalError(underlying: any Error) -> Self {
        HTTPError(
            .internalError,
            "Something went wrong on the server. It has been logged.",
            underlying: underlying
        )
    }

    /// `Retry-After` counts whole seconds; rounding up never invites a caller too early.
    private static func retryHeaders(_ delay: Duration) -> Headers {
        let (seconds, fraction) = delay.components
        return ["Retry-After": String(max(1, fraction > 0 ? seconds + 1 : seconds))]
    }
}

/// Makes the response that tells a caller about an error; every dialect has its own.
public typealias ErrorEncoder = @Sendable (HTTPError) -> Response

extension HTTPError {
    /// The plainest encoding: `{"error":"<message>"}`.
    public static let plainEncoder: ErrorEncoder = { error in
        Response.json(error.status, headers: error.headers) { writer in
            writer.object { $0.field("error", error.message) }
        }
    }
}
