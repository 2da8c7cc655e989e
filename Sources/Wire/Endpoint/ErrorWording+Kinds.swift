import Engine
import HTTP
import JSONText

extension ErrorWording {
    /// `{"error":"<message>"}`, and 422 for a value that breaks a rule.
    ///
    /// An event of an unknown metric is 422 too, since whoever sends events expects no 404.
    public static let plain = ErrorWording(
        invalid: .unprocessable,
        missing: [.unknownUser, .unknownEvent, .unknownStreak, .unknownAchievement],
        itemPath: { "[\($0)]: " },
        schema: .object(.field("error", .text)),
        encode: HTTPError.plainEncoder
    )

    /// A code, a sentence, and the status once more; 400 for a value that breaks a rule.
    public static let coded = ErrorWording(
        invalid: .badRequest,
        missing: [.unknownUser],
        itemPath: { "events[\($0)]: " },
        schema: .object(
            .field(
                "error",
                .object(
                    .field("code", .text),
                    .field("message", .text),
                    .field("status", .integer(400...599))
                )
            )
        ),
        encode: { error in
            Response.json(error.status, headers: error.headers) { writer in
                writer.object { object in
                    object.object("error") { fields in
                        fields.field("code", code(of: error.status))
                        fields.field("message", error.message)
                        fields.field("status", error.status.code)
                    }
                }
            }
        }
    )

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
}
