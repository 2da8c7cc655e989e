import Engine
import HTTP
import Service
import Storage

extension TrophyAPI {
    /// What tells what happens as it happens, to those who have a key or a token.
    var streamRoutes: [Route] {
        [
            Route(.get, "/v1/stream") { [service] request in
                do {
                    return try await StreamCalls.open(request, service) { request in
                        try await StreamReader(request, service)
                    }
                } catch let error as TooManyStreams {
                    throw HTTPError.tooManyRequests(
                        error.message,
                        retryAfter: service.limits.retryAfter
                    )
                } catch let error as ServiceError {
                    throw HTTPError(error, retryAfter: service.limits.retryAfter)
                }
            }
        ]
    }
}

extension StreamReader {
    /// Whoever's key or token a request carries.
    init(_ request: Request, _ service: LaurelService) async throws {
        if let token = Self.bearer(of: request), token.split(separator: ".").count == 3 {
            let bearer = try await service.authenticate(bearer: token)
            self.init(
                workspace: bearer.view.id,
                userID: bearer.userID,
                owner: "\(bearer.view.id.number) \(bearer.userID ?? "")"
            )
            return
        }
        let key = try request.headers.one("X-API-KEY") ?? Self.bearer(of: request)
        let principal = try await service.authenticate(
            key: key,
            tenant: try request.headers.one("Tenant-ID")
        )
        self.init(
            workspace: principal.workspace.id,
            userID: principal.userID,
            owner: String(key?.prefix { $0 != "." } ?? "")
        )
    }

    /// What stands behind `Bearer`: a token of three parts, or an API key of two.
    private static func bearer(of request: Request) -> String? {
        guard let text = request.headers["Authorization"] else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1])
    }
}
