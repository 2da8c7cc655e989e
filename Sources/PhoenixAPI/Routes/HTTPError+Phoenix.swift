import Engine
public import HTTP
import JSONText
import Service
import ServiceRuntime

extension HTTPError {
    /// Phoenix's encoding: a code, a sentence, and the status once more.
    public static let phoenixEncoder: ErrorEncoder = { error in
        // What breaks a rule is 400 here, whether it can be read or not.
        let status = error.status == .unprocessable ? Status.badRequest : error.status
        return Response.json(status, headers: error.headers) { writer in
            writer.object { object in
                object.object("error") { fields in
                    fields.field("code", code(of: status))
                    fields.field("message", error.message)
                    fields.field("status", status.code)
                }
            }
        }
    }

    private static func code(of status: Status) -> String {
        switch status {
        case .badRequest: "INVALID_INPUT"
        case .unauthorized: "UNAUTHORIZED"
        case .forbidden: "FORBIDDEN"
        case .notFound: "NOT_FOUND"
        case .methodNotAllowed: "METHOD_NOT_ALLOWED"
        case .payloadTooLarge: "PAYLOAD_TOO_LARGE"
        case .tooManyRequests: "RATE_LIMITED"
        case .unavailable: "SERVICE_UNAVAILABLE"
        default: status.code < 500 ? "INVALID_INPUT" : "INTERNAL_ERROR"
        }
    }

    /// What Phoenix's clients see of any error.
    init(phoenix error: any Error, retryAfter: Duration) {
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

    /// An event that is refused is so for what it says; it is named where there are several.
    private init(_ refusal: Refusal) {
        switch refusal.code {
        case .forbidden: self = .forbidden(refusal.message)
        case .unknownUser: self = .notFound(refusal.message)
        default:
            let place = refusal.index.map { "events[\($0)]: " } ?? ""
            self = .badRequest(place + refusal.message)
        }
    }
}
