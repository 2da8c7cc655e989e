/// What a server asks for answers.
public protocol Application: Sendable {
    /// Answers a request; errors have been turned into responses.
    func respond(to request: Request) async -> Response

    /// Judges a request by its head, whose body is still to come.
    func admit(_ head: Request) async -> Admission

    /// How long the body of a request may be; asked before the body is read.
    func maximumBodyBytes(for method: Method, path: String) -> Int

    /// Whether answers at a path take so little of a processor that the thread which serves other
    /// connections too can make them from beginning to end.
    func isBrief(_ path: String) -> Bool

    /// How to word a refusal that the server decides on before there is a whole request, such as
    /// a body that is too long.
    func response(to refusal: HTTPError, path: String) -> Response
}

/// Whether a request may send its body.
public enum Admission: Sendable {
    /// It may, so many bytes of it; the closure answers the request once it has the body.
    case admitted(maximumBodyBytes: Int, answer: @Sendable (_ body: [UInt8]) async -> Response)
    /// It may not; the response says why.
    case refused(Response)
}

extension Application {
    /// Lets everybody in.
    public func admit(_ head: Request) async -> Admission {
        let maximum = maximumBodyBytes(for: head.method, path: head.path)
        return .admitted(maximumBodyBytes: maximum) { body in
            var request = head
            request.body = body
            return await respond(to: request)
        }
    }

    /// The standard limit.
    public func maximumBodyBytes(for method: Method, path: String) -> Int {
        HTTPLimits.standard.maximumBodyBytes
    }

    /// Nothing is known to be.
    public func isBrief(_ path: String) -> Bool { false }

    /// The plain encoding.
    public func response(to refusal: HTTPError, path: String) -> Response {
        HTTPError.plainEncoder(refusal)
    }
}
