/// What a server asks for answers.
public protocol Application: Sendable {
    /// Answers a request; errors have been turned into responses.
    func respond(to request: Request) async -> Response

    /// How long the body of a request may be; asked before the body is read.
    func maximumBodyBytes(for method: Method, path: String) -> Int

    /// How to word a refusal that the server decides on before there is a whole request, such as
    /// a body that is too long.
    func response(to refusal: HTTPError, path: String) -> Response
}

extension Application {
    /// The standard limit.
    public func maximumBodyBytes(for method: Method, path: String) -> Int {
        HTTPLimits.standard.maximumBodyBytes
    }

    /// The plain encoding.
    public func response(to refusal: HTTPError, path: String) -> Response {
        HTTPError.plainEncoder(refusal)
    }
}
