import HTTP
import ServiceRuntime

/// What a request is called, so that a client's log and ours can be held together.
enum RequestName {
    /// The header field that has it, in requests and in answers.
    static let field = "X-Request-ID"
    /// The most characters of a name that a client gives.
    static let maximumLength = 128

    /// The name that the client gave, where it can stand in a log as it is; or one of ours.
    static func name(of request: Request) -> String {
        guard let given = request.headers[field], isName(given) else {
            return PublicID.make(at: Log.now)
        }
        return given
    }

    private static func isName(_ text: String) -> Bool {
        (1...maximumLength).contains(text.utf8.count) && text.utf8.allSatisfy(isAllowed)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "+"),
            UInt8(ascii: "="), UInt8(ascii: "@"):
            true
        default: false
        }
    }
}
