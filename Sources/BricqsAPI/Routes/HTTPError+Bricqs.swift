import CivilTime
import Engine
import HTTP
import JSONText
import Service
import ServiceRuntime

extension HTTPError {
    /// Bricqs' encoding: `{"detail":"<message>"}`, and 400 for whatever breaks a rule.
    static let bricqsEncoder: ErrorEncoder = { error in
        let status = error.status == .unprocessable ? Status.badRequest : error.status
        return Response.json(status, headers: error.headers) { writer in
            writer.object { $0.field("detail", error.message) }
        }
    }

    /// What Bricqs' clients see of any error.
    init(bricqs error: any Error, retryAfter: Duration) {
        switch error {
        case let error as ServiceError: self.init(error, retryAfter: retryAfter)
        case let refusal as Refusal: self.init(refusal)
        default: self.init(error)
        }
    }

    private init(_ error: ServiceError, retryAfter: Duration) {
        switch error.code {
        case .unauthorized: self = .unauthorized(error.message)
        case .forbidden: self = .forbidden(error.message)
        case .notFound: self = .notFound(error.message)
        case .invalid: self = .badRequest(error.message)
        case .unavailable:
            self = .unavailable(
                error.message,
                retryAfter: retryAfter,
                underlying: error.cause ?? error
            )
        case .unexpected: self = .internalError(underlying: error.cause ?? error)
        }
    }

    private init(_ refusal: Refusal) {
        switch refusal.code {
        case .unknownUser, .unknownEvent, .unknownMetric, .unknownStreak,
            .unknownAchievement:
            self = .notFound(refusal.message)
        case .forbidden: self = .forbidden(refusal.message)
        case .invalidValue, .nothingToDo: self = .badRequest(refusal.message)
        }
    }
}
