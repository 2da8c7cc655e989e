import Access
import Engine
import HTTP
import Service
import Storage

extension TrophyAPI {
    /// What tells what happens as it happens, to those who have a key or a token.
    var streamRoutes: [Route] {
        let door = Door(service, Self.credentials, rates: .standard) { [service] error in
            Self.streamError(error, retryAfter: service.limits.retryAfter)
        }
        return [
            door.route(.get, "/v1/stream") { _, _ in
            } _: { [service] principal, request in
                try await StreamCalls.open(request, service, StreamReader(principal)) {
                    StreamReader(try await door.identify(request))
                }
            }
        ]
    }

    private static func streamError(_ error: any Error, retryAfter: Duration) -> HTTPError {
        guard let error = error as? TooManyStreams else {
            return HTTPError(trophy: error, retryAfter: retryAfter)
        }
        return .tooManyRequests(error.message, retryAfter: retryAfter)
    }
}

extension StreamReader {
    /// Whoever holds a key or a token.
    init(_ principal: Principal) {
        self.init(
            workspace: principal.workspace.id,
            userID: principal.userID,
            owner: principal.owner
        )
    }
}
