public import HTTP
public import Storage

/// One call of an interface, as a value: what it takes, what it answers, and who answers it.
///
/// Routes are made from it, the tables of the reference pages are compared with it, and tests hold
/// every request and answer to it.
///
///     Endpoint(
///         .get,
///         "/v1/users/{id}",
///         "Shows a user.",
///         by: .known,
///         parameters: [.path("id", .name(upTo: 255), "The user.")],
///         answers: [.ok(UserWire.schema), .failure(.notFound)],
///         UserCalls.show
///     )
public struct Endpoint: Sendable {
    /// What answers a call: a function of who asks for what.
    public typealias Call = @Sendable (CallContext) async throws -> Response
    /// What answers a call of anybody.
    public typealias OpenCall = @Sendable (OpenContext) async throws -> Response

    /// Who answers.
    enum Handler: Sendable {
        case known(Call)
        case anyone(OpenCall)
    }

    /// The method; `HEAD` is answered as `GET` is.
    public let method: Method
    /// The path, with its parameters in braces.
    public let pattern: String
    /// What it does, in one sentence.
    public let summary: String
    /// Who may call it.
    public let caller: Caller
    /// The least role of those who signed in that may call it.
    public let role: Admin.Role
    /// What a request may say beside its body.
    public let parameters: [Parameter]
    /// What the body has to be; nothing where none is read.
    public let body: RequestBody?
    /// What it may answer, besides the errors that all endpoints have.
    public private(set) var answers: [EndpointAnswer]
    /// Whether clients may keep answers, and ask whether they still hold.
    public let isRevalidated: Bool
    /// Whether it records by itself what it does for a user.
    let recordsItself: Bool
    /// Whether it stands in the reference.
    public let isListed: Bool
    /// Whether a ticket may stand for the credential.
    var takesTickets: Bool { parameters.contains { $0.name == "ticket" } }
    /// Refuses what a request's head says, before its body is read.
    let checkHead: @Sendable (Request) throws -> Void
    let handler: Handler

    /// An endpoint for callers who are known.
    public init(
        _ method: Method,
        _ pattern: String,
        _ summary: String,
        by caller: Caller,
        role: Admin.Role? = nil,
        parameters: [Parameter] = [],
        body: RequestBody? = nil,
        answers: [EndpointAnswer],
        isRevalidated: Bool = false,
        isListed: Bool = true,
        recordsItself: Bool = false,
        checkingHead checkHead: @escaping @Sendable (Request) throws -> Void = { _ in },
        _ call: @escaping Call
    ) {
        assert(caller != .anyone, "Whoever is not known has no context of a caller.")
        self.method = method
        self.pattern = pattern
        self.summary = summary
        self.caller = caller
        self.role = role ?? caller.leastRole(for: method)
        self.parameters = parameters
        self.body = body
        self.answers = answers
        self.isRevalidated = isRevalidated
        self.isListed = isListed
        self.recordsItself = recordsItself
        self.checkHead = checkHead
        handler = .known(call)
    }

    /// An endpoint for anybody, without a key; a body that it takes is a small one.
    public init(
        open method: Method,
        _ pattern: String,
        _ summary: String,
        parameters: [Parameter] = [],
        body: RequestBody? = nil,
        answers: [EndpointAnswer],
        isRevalidated: Bool = false,
        isListed: Bool = true,
        _ call: @escaping OpenCall
    ) {
        self.method = method
        self.pattern = pattern
        self.summary = summary
        assert(body.map { $0.maximumBytes != nil } ?? true, "Strangers send little.")
        caller = .anyone
        role = .viewer
        self.parameters = parameters
        self.body = body
        self.answers = answers
        self.isRevalidated = isRevalidated
        self.isListed = isListed
        recordsItself = false
        checkHead = { _ in }
        handler = .anyone(call)
    }
}

extension Endpoint {
    /// The same with other answers.
    func with(answers: [EndpointAnswer]) -> Endpoint {
        var endpoint = self
        endpoint.answers = answers
        return endpoint
    }
}
