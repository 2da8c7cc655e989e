import CivilTime
import HTTP
import JSONText
import Mail
import Reminders
import Service
import ServiceRuntime
import Storage
import Wire

/// That mails came back, and addresses that get none any more.
enum BounceCalls {
    /// Takes in that mails came back, as several providers say it.
    @Sendable static func take(_ context: CallContext) async throws -> Response {
        guard let body = try? JSON(parsing: context.request.body) else {
            throw HTTPError.unprocessable("The body must be JSON.")
        }
        let bounces = try BounceWire.bounces(from: JSONCursor(body))
        let count = try await context.service.reminders.take(bounces, in: context.workspace)
        return Response.json { writer in writer.object { $0.field("suppressed", count) } }
    }

    /// Lists the addresses that get none: by digests, since they are not kept.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        let limit = try FactCalls.limit.read(query)
        let found = try await context.service.reminders.suppressions(
            in: context.workspace,
            reason: try reason(in: query),
            after: try cursor(in: query),
            limit: limit + 1
        )
        return Response.json { writer in
            writer.object { object in
                object.array("suppressions") { array in
                    for suppression in found.prefix(limit) {
                        array.object { object in
                            object.field("digest", suppression.digest)
                            write(suppression, to: &object)
                        }
                    }
                }
                let isMore = found.count > limit
                object.field("nextCursor", isMore ? text(found[limit - 1]) : nil)
            }
        }
    }

    private static func text(_ suppression: Suppression) -> String {
        "\(suppression.at.microseconds)-\(suppression.digest)"
    }

    private static func cursor(in query: Query) throws(InvalidInput) -> Suppression.Cursor? {
        guard let text = query.first("cursor"), !text.isEmpty else { return nil }
        let parts = text.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let at = Int64(parts[0]) else {
            throw InvalidInput(path: "cursor", problem: "must be the nextCursor of a page")
        }
        return Suppression.Cursor(at: Instant(microseconds: at), digest: String(parts[1]))
    }

    private static func reason(in query: Query) throws(InvalidInput) -> Suppression.Reason? {
        guard let text = query.first("reason") else { return nil }
        guard let reason = Suppression.Reason(rawValue: text) else {
            let known = Suppression.Reason.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidInput(path: "reason", problem: "must be one of \(known)")
        }
        return reason
    }

    /// Shows why an address gets no mail.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        try await answer(address(context), context)
    }

    /// Lets an address get none.
    @Sendable static func suppress(_ context: CallContext) async throws -> Response {
        let address = try address(context)
        let bounce = MailBounce(
            address: address,
            returnPath: nil,
            reason: .manual,
            detail: nil
        )
        _ = try await context.service.reminders.take([bounce], in: context.workspace)
        return try await answer(address, context)
    }

    /// Lets an address get mail again; its digest names it, too.
    @Sendable static func allow(_ context: CallContext) async throws -> Response {
        let name = context.request.parameter("address")
        let address = MailAddress.isDigest(name) ? name : try address(context)
        guard try await context.service.reminders.allow(address, in: context.workspace) else {
            throw notSuppressed
        }
        return Response.json { writer in writer.object { $0.field("address", address) } }
    }

    private static func answer(_ address: String, _ context: CallContext) async throws -> Response {
        let found = try await context.service.reminders.suppression(
            of: address,
            in: context.workspace
        )
        guard let found else { throw notSuppressed }
        return Response.json { writer in
            writer.object { object in
                object.field("address", address)
                write(found, to: &object)
            }
        }
    }

    private static func write(_ suppression: Suppression, to object: inout JSONObjectWriter) {
        object.field("reason", suppression.reason.rawValue)
        object.field("detail", suppression.detail)
        object.field("at", suppression.at.iso8601)
    }

    private static let notSuppressed = ServiceError(.notFound, "This address is not suppressed.")

    private static func address(_ context: CallContext) throws(InvalidInput) -> String {
        let address = context.request.parameter("address")
        guard Mailbox.isAddress(address) else {
            throw InvalidInput(path: "address", problem: "must be an address of mail")
        }
        return address
    }
}
