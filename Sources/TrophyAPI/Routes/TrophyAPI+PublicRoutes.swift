import HTTP
import Service
import ServiceRuntime

extension TrophyAPI {
    /// What anybody may see, without a key.
    var publicRoutes: [Route] {
        [
            Route(.get, "/badges/{hash}") { [service] request in
                do {
                    return try await BadgeCalls.show(request, service)
                } catch let error as ServiceError {
                    throw HTTPError(error, retryAfter: service.limits.retryAfter)
                }
            }
        ]
    }
}
