/// What browsers are told about pages of other origins.
///
/// A page may send a key or a token of its user along, and reads the answer where the workspace
/// allows its origin. Nothing is ever said of credentials that browsers add by themselves: there are
/// none, and so no origin has to be trusted with them.
public enum CrossOrigin {
    /// How long a browser need not ask again, in seconds.
    private static let memory = 600
    /// How many header fields a page may announce, in characters.
    private static let maximumAnnounced = 1_000
    /// Fields of answers that pages may read besides the usual ones.
    private static let exposed = [
        "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "ETag",
        "X-Request-ID", "Link",
    ].joined(separator: ", ")

    /// The origin of the page that sent a request; nothing where no browser says so.
    public static func origin(of request: Request) -> String? {
        guard let origin = request.headers["Origin"], isOrigin(origin) else { return nil }
        return origin
    }

    /// Adds to an answer who may read it.
    public static func permit(_ origin: String?, isAllowed: Bool, in headers: inout Headers) {
        headers.add("Vary", "Origin")
        guard let origin, isAllowed else { return }
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Expose-Headers"] = exposed
    }

    /// What a browser is told that asks before a page sends a request; nothing where it does not
    /// ask so.
    ///
    /// It asks without a key, so the answer is the same for every workspace. Whether the page may
    /// read what comes is said with that.
    static func preflight(_ request: Request, methods: [Method]) -> Response? {
        guard request.method == .options, let origin = origin(of: request),
            request.headers["Access-Control-Request-Method"] != nil
        else { return nil }
        var headers: Headers = [
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": methods.map(\.name).joined(separator: ", "),
            "Access-Control-Max-Age": String(memory),
            "Vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ]
        let announced = request.headers["Access-Control-Request-Headers"] ?? ""
        if isList(announced) { headers["Access-Control-Allow-Headers"] = announced }
        return Response(.noContent, headers: headers)
    }

    /// Whether a text is an origin as browsers write it: a scheme, a host, and perhaps a port.
    public static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else {
            return false
        }
        let rest = text.dropFirst(scheme.count)
        guard (1...255).contains(rest.utf8.count) else { return false }
        return rest.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["),
                UInt8(ascii: "]"):
                true
            default: false
            }
        }
    }

    private static func isList(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= maximumAnnounced
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: ","), UInt8(ascii: " "):
                    true
                default: false
                }
            }
    }
}
