/// One request, whole; or its head alone, while it is judged before its body is read.
public struct Request: Sendable {
    /// What is to be done.
    public var method: Method
    /// The path as it was sent: percent-encoded, without the query.
    public var path: String
    /// The parameters after the question mark.
    public var query: Query
    /// The header fields.
    public var headers: Headers
    /// The body; empty when there is none.
    public var body: [UInt8]
    /// Who sends it: the other end of the connection, or what a trusted proxy says of it; nil when
    /// it did not come over a network.
    ///
    /// What limits by address, and what is logged, goes by this and never by a header field.
    public var clientAddress: IPAddress?
    /// How the client speaks to us or to the trusted proxy before us: `http` or `https`.
    public var scheme = "http"
    /// The host and port that the client knows us by, if it said so; over a network there is always
    /// one.
    public var host: String?
    /// The address under which clients reach the server, without a slash at its end, where that is
    /// known better than the request tells: by configuration, or by a proxy that is trusted.
    public var publicURL: String?
    /// What the request is called in its answer and in the log: the name that the client gave it, or
    /// one of ours.
    public var id = ""
    /// The decoded path parameters, in the order of the route's pattern.
    var pathParameters: [PathParameter] = []

    struct PathParameter: Sendable {
        let name: String
        let value: String
    }

    /// A request from its parts.
    public init(
        method: Method,
        path: String,
        query: Query = Query(),
        headers: Headers = Headers(),
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// A request for a target as it stands on the request line: `/v1/users/7?limit=3`.
    public init(
        _ method: Method,
        _ target: String,
        headers: Headers = Headers(),
        body: [UInt8] = [],
        limits: HTTPLimits = .standard
    ) {
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        let query = mark.map { String(target[target.utf8.index(after: $0)...]) } ?? ""
        self.init(
            method: method,
            path: mark.map { String(target[..<$0]) } ?? target,
            query: Query(query, limits: limits),
            headers: headers,
            body: body
        )
    }

    /// The address that the client knows us by, such as `https://laurel.example.com`.
    public var origin: String? {
        host.map { "\(scheme)://\($0)" }
    }

    /// The address of something on this server for somebody elsewhere: of a path, behind what the
    /// server is known as, or else behind the request's own host; anything else stays as it is.
    public func absolute(_ url: String) -> String {
        guard url.hasPrefix("/"), !url.hasPrefix("//") else { return url }
        if let publicURL { return publicURL + url }
        guard let host = host ?? headers["Host"], Self.isHost(host) else { return url }
        return "\(scheme)://\(host)\(url)"
    }

    /// Whether a text is a host, and perhaps a port, that can stand in an address as it is.
    static func isHost(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255 && text.utf8.allSatisfy(isOfHost)
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }

    /// The decoded part of the path behind one of some names, whatever route it is of.
    public func part(behind names: Set<Substring>) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let index = parts.firstIndex(where: names.contains), parts.count > index + 1 else {
            return nil
        }
        return PercentEncoding.decode(Array(parts[index + 1].utf8)[...], plusIsSpace: false)
    }

    /// The value of a parameter of the matched route's pattern, decoded.
    ///
    /// Asking for a name that the pattern does not have is a mistake in the program.
    public func parameter(_ name: String) -> String {
        guard let parameter = pathParameters.first(where: { $0.name == name }) else {
            preconditionFailure("The route's pattern has no parameter {\(name)}.")
        }
        return parameter.value
    }
}
