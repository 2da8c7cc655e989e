import CivilTime
public import HTTP

/// The way in, the same for every dialect: who sent a request, and whether one more may come.
///
/// What it decides, it decides by the head of a request alone, before its body is read.
public struct Door: Sendable {
    private let access: Access
    private let wording: CredentialWording
    private let rates: RateClass
    private let translate: @Sendable (any Error) -> HTTPError

    /// The way in through an interface, whose errors are told in its way.
    public init(
        _ access: Access,
        _ wording: CredentialWording,
        rates: RateClass,
        errors translate: @escaping @Sendable (any Error) -> HTTPError
    ) {
        self.access = access
        self.wording = wording
        self.rates = rates
        self.translate = translate
    }

    /// Who sent a request, without counting it.
    public func identify(_ request: Request, isForTenants: Bool = true) async throws -> Principal {
        let tenant = isForTenants ? try request.headers.one("Tenant-ID") : nil
        if let session = try request.session() {
            return try await access.authenticate(session, tenant: tenant)
        }
        return try await access.authenticate(request.credential(wording), tenant: tenant)
    }

    /// A route for senders who are known, may make one more request, and pass a check of the head.
    ///
    /// Every answer tells what is left of the limit that is nearest, in its header.
    public func route(
        _ method: Method,
        _ pattern: String,
        maximumBodyBytes: Int? = nil,
        isForTenants: Bool = true,
        isCrossOrigin: Bool = false,
        takesTickets: Bool = false,
        check: @escaping @Sendable (Principal, _ head: Request) throws -> Void,
        _ call: @escaping @Sendable (Principal, Request) async throws -> Response
    ) -> Route {
        Route(
            method,
            pattern,
            maximumBodyBytes: maximumBodyBytes,
            isCrossOrigin: isCrossOrigin
        ) { head in
            var rates: [RateVerdict] = []
            var grant: CrossOriginGrant?
            var principal: Principal?
            let started = ContinuousClock.now
            do {
                let head = takesTickets ? try await access.redeemTicket(of: head) : head
                let sender = try await admit(head, isForTenants: isForTenants, &rates)
                principal = sender
                if isCrossOrigin { grant = CrossOriginGrant(head, sender) }
                try check(sender, head)
                return Visitor(
                    principal: sender,
                    rate: rates.nearest,
                    started: started,
                    grant: grant,
                    headers: takesTickets ? head.headers : nil
                )
            } catch {
                let failure = failure(error, rates.nearest, grant)
                access.log(head, from: principal, refused: failure, since: started)
                throw failure
            }
        } _: { request, visitor in
            var request = request
            if let headers = visitor.headers { request.headers = headers }
            do {
                // What the call changes of the configuration is recorded as the sender's doing.
                var response = try await visitor.principal.asAuthor {
                    try await call(visitor.principal, request)
                }
                response.headers.add(visitor.rate)
                visitor.grant?.say(in: &response.headers)
                access.log(
                    request,
                    from: visitor.principal,
                    response.status,
                    since: visitor.started
                )
                return response
            } catch {
                let failure = failure(error, visitor.rate, visitor.grant)
                access.log(
                    request,
                    from: visitor.principal,
                    refused: failure,
                    since: visitor.started
                )
                throw failure
            }
        }
    }

    /// A request is counted among those of its address before anybody looks at its key, so that
    /// guessing keys is slowed down too.
    private func admit(
        _ head: Request,
        isForTenants: Bool,
        _ rates: inout [RateVerdict]
    ) async throws -> Principal {
        if let rate = access.admit(address: head.countedAddress) { rates.append(rate) }
        try rates.check()
        let principal = try await identify(head, isForTenants: isForTenants)
        rates += access.admit(principal, as: self.rates)
        try rates.check()
        return principal
    }

    private func failure(
        _ error: any Error,
        _ rate: RateVerdict?,
        _ grant: CrossOriginGrant?
    ) -> HTTPError {
        var failure = translate(error)
        failure.headers.add(rate)
        grant?.say(in: &failure.headers)
        return failure
    }
}

extension Access {
    /// Counts a request that no route takes among those of its address; gives what it is told then.
    @Sendable public func count(_ request: Request, toldOf error: HTTPError) -> HTTPError {
        log(request, from: nil, refused: error, since: .now)
        guard let rate = admit(address: request.countedAddress) else { return error }
        var error = error
        do throws(HTTPError) { try [rate].check() } catch let refusal { error = refusal }
        error.headers.add(rate)
        return error
    }
}

extension Request {
    /// What requests from the same place are counted in.
    fileprivate var countedAddress: String? { clientAddress.map { "\($0.counted)" } }
}

/// Who sends a request, and how many more may come.
private struct Visitor: Sendable {
    let principal: Principal
    let rate: RateVerdict?
    let started: ContinuousClock.Instant
    /// Whether the page that asks may read the answer; nothing where none may ask.
    let grant: CrossOriginGrant?
    /// The fields of the header with what a ticket stands for; nothing where none is taken.
    let headers: Headers?
}

extension [RateVerdict] {
    /// The one that refuses, or else the one with the fewest requests left.
    fileprivate var nearest: RateVerdict? {
        first { !$0.isAdmitted } ?? self.min { $0.remaining < $1.remaining }
    }

    fileprivate func check() throws(HTTPError) {
        guard let refusal = first(where: { !$0.isAdmitted }) else { return }
        throw .tooManyRequests(refusal.message, retryAfter: refusal.retryAfter)
    }
}

extension Headers {
    /// Tells how many more requests may come.
    fileprivate mutating func add(_ rate: RateVerdict?) {
        guard let rate else { return }
        add("X-RateLimit-Limit", String(rate.limit))
        add("X-RateLimit-Remaining", String(rate.remaining))
        add("X-RateLimit-Reset", String(rate.resetAt.seconds))
    }
}
