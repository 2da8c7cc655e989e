import Engine
import HTTP
import Service
import ServiceRuntime

extension HTTPError {
    /// What Trophy's clients see of any error.
    init(trophy error: any Error, retryAfter: Duration) {
        switch error {
        case let error as ServiceError: self.init(error, retryAfter: retryAfter)
        case let refusal as Refusal: self.init(refusal)
        default: self.init(error)
        }
    }

    /// What Trophy's clients see of an error of the service.
    init(_ error: ServiceError, retryAfter: Duration) {
        switch error.code {
        case .unauthorized: self = .unauthorized(error.message)
        case .forbidden: self = .forbidden(error.message)
        case .notFound: self = .notFound(error.message)
        case .invalid: self = .unprocessable(error.message)
        case .unavailable:
            self = .unavailable(
                error.message,
                retryAfter: retryAfter,
                underlying: error.cause ?? error
            )
        case .unexpected: self = .internalError(underlying: error.cause ?? error)
        }
    }

    /// What Trophy's clients see of a refusal of the engine.
    init(_ refusal: Refusal) {
        switch refusal.code {
        case .unknownUser, .unknownEvent, .unknownStreak, .unknownAchievement:
            self = .notFound(refusal.message)
        // Trophy declares no 404 for an event, so its clients expect 422 here.
        case .unknownMetric, .invalidValue, .nothingToDo:
            self = .unprocessable(refusal.message)
        case .forbidden: self = .forbidden(refusal.message)
        }
    }
}
