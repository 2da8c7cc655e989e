/// A response's status code.
public struct Status: Sendable, Hashable, CustomStringConvertible {
    /// The three digits.
    public let code: Int

    /// A final status by its number; interim ones are the server's business.
    public init(_ code: Int) {
        precondition((200...599).contains(code), "A final status lies between 200 and 599.")
        self.code = code
    }

    /// The three digits as text.
    public var description: String { String(code) }

    /// 200: done.
    public static let ok = Status(200)
    /// 201: done, and there is something new.
    public static let created = Status(201)
    /// 202: will be done.
    public static let accepted = Status(202)
    /// 204: done, nothing to say.
    public static let noContent = Status(204)
    /// 304: the caller has the newest already.
    public static let notModified = Status(304)
    /// 400: cannot be understood.
    public static let badRequest = Status(400)
    /// 401: who is asking.
    public static let unauthorized = Status(401)
    /// 403: may not.
    public static let forbidden = Status(403)
    /// 404: there is none.
    public static let notFound = Status(404)
    /// 405: not with this method.
    public static let methodNotAllowed = Status(405)
    /// 408: took too long to arrive.
    public static let requestTimeout = Status(408)
    /// 409: contradicts what is there.
    public static let conflict = Status(409)
    /// 413: the body is too long.
    public static let payloadTooLarge = Status(413)
    /// 414: the path and query are too long.
    public static let targetTooLong = Status(414)
    /// 415: in a form that is not taken.
    public static let unsupportedMediaType = Status(415)
    /// 422: understood, but breaks a rule.
    public static let unprocessable = Status(422)
    /// 429: slow down.
    public static let tooManyRequests = Status(429)
    /// 431: the header is too long.
    public static let headersTooLarge = Status(431)
    /// 500: our fault.
    public static let internalError = Status(500)
    /// 501: not something that this server does.
    public static let notImplemented = Status(501)
    /// 503: not now.
    public static let unavailable = Status(503)
    /// 505: another version of HTTP.
    public static let versionNotSupported = Status(505)
}

extension Status {
    /// The words after the number on the status line.
    public var reason: String { Status.reasons[code] ?? "Other" }

    private static let reasons: [Int: String] = [
        200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content",
        207: "Multi-Status", 301: "Moved Permanently", 302: "Found", 303: "See Other",
        304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict",
        410: "Gone", 411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large",
        414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable",
        417: "Expectation Failed", 422: "Unprocessable Content", 425: "Too Early",
        428: "Precondition Required", 429: "Too Many Requests",
        431: "Request Header Fields Too Large", 500: "Internal Server Error",
        501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Gateway Timeout", 505: "HTTP Version Not Supported",
    ]
}
