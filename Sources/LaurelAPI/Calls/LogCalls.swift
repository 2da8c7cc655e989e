import Access
import CivilTime
import HTTP
import JSONText
import Service
import Storage
import Wire

/// What was asked of the server lately, and why some of it was refused.
enum LogCalls {
    /// How many requests a page has.
    static let limit = QueryCount(
        "limit",
        default: WireLimits.defaultPageSize,
        in: 1...WireLimits.maximumPageSize,
        "How many requests to show."
    )

    /// A request.
    static let request = JSONSchema.named(
        "LoggedRequest",
        .object(
            .field("id", .uuid),
            .field("at", .instant),
            .field("method", .text),
            .field("path", .text),
            .field("status", .integer(200...599)),
            .field("error", .text.orNull),
            .field("sender", .text),
            .field("userId", .text.orNull),
            .field("address", .text),
            .field("milliseconds", .number),
            .field("body", .text.orNull)
        )
    )

    /// A page of requests, the newest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        var filter = RequestFilter()
        switch query.first("outcome") {
        case nil: break
        case "refused": filter.isAccepted = false
        case "accepted": filter.isAccepted = true
        default:
            throw InvalidInput(path: "outcome", problem: "must be one of: refused, accepted")
        }
        filter.user = query.first("user")
        filter.sender = query.first("key")
        filter.path = query.first("path")
        let (requests, next) = try await context.service.access.requests(
            about: context.workspace,
            isHome: context.workspace == context.principal.home,
            that: filter,
            before: query.first("cursor"),
            limit: try limit.read(query)
        )
        return Response.json { writer in
            writer.object { object in
                object.array("requests") { array in
                    for request in requests { array.object { write(request, to: &$0) } }
                }
                object.field("nextCursor", next)
            }
        }
    }

    private static func write(_ request: LoggedRequest, to object: inout JSONObjectWriter) {
        object.field("id", request.id)
        object.field("at", request.at.iso8601)
        object.field("method", request.method)
        object.field("path", request.path)
        object.field("status", request.status)
        object.field("error", request.error)
        object.field("sender", request.sender)
        object.field("userId", request.userID)
        object.field("address", request.address)
        object.field("milliseconds", Double(request.microseconds / 100) / 10)
        object.field("body", request.body)
    }
}
