import HTTP

/// The head of a request, which is in order.
struct RequestHead {
    /// The request, without its body.
    var request: Request
    var framing = BodyFraming.none
    /// Whether the client speaks HTTP/1.0, which knows no chunks.
    var isOld = false
    /// Whether the client wants to go on after the answer.
    var keepsConnection = true
    /// Whether the client sends the body only once it is told to.
    var waitsForContinue = false
}

/// Why a head is refused, and for which path; the connection is closed after it, since it is in
/// doubt where the request ends.
struct HeadRefusal: Error {
    var error: HTTPError
    var path = ""
}
