import CivilTime
public import HTTP
public import Service

/// The way in, the same for every dialect: who sent a request, and whether one more may come.
///
/// What it decides, it decides by the head of a request alone, before its body matters.
public struct Door: Sendable {
    private let service: LaurelService
    private let wire: Wire

    /// The way in to a service for those who speak a wire.
    public init(_ service: LaurelService, _ wire: Wire) {
        self.service = service
        self.wire = wire
    }

    /// Who sent a request, without counting it.
    public func identify(_ request: Request, isForTenants: Bool = true) async throws -> Principal {
        try await service.authenticate(
            request.credential(on: wire),
            tenant: isForTenants ? request.headers.one("Tenant-ID") : nil
        )
    }

    /// Lets a sender in who is known and may make one more request, and has the call answered.
    ///
    /// A request of an address is counted before anybody looks at its key, so that guessing keys is
    /// slowed down too. Every answer tells what is left of the limit that is nearest, in the header.
    public func answer(
        _ request: Request,
        isForTenants: Bool = true,
        errors translate: @Sendable (any Error) -> HTTPError,
        _ call: @Sendable (Principal) async throws -> Response
    ) async throws -> Response {
        var rates: [RateVerdict] = []
        do {
            let principal = try await admit(request, isForTenants: isForTenants, &rates)
            var response = try await call(principal)
            response.headers.add(rates.nearest)
            return response
        } catch {
            var failure = translate(error)
            failure.headers.add(rates.nearest)
            throw failure
        }
    }

    private func admit(
        _ request: Request,
        isForTenants: Bool,
        _ rates: inout [RateVerdict]
    ) async throws -> Principal {
        if let rate = service.admit(address: request.clientAddress) { rates.append(rate) }
        try rates.check()
        let principal = try await identify(request, isForTenants: isForTenants)
        rates += service.admit(principal, on: wire)
        try rates.check()
        return principal
    }
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
