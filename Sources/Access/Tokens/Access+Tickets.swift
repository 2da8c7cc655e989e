public import CivilTime
public import HTTP
import JSONText
import ServiceRuntime
import Sodium
import Storage

/// A ticket for a stream, which is shown once.
public struct StreamTicket: Sendable {
    /// What the address of the stream has.
    public let text: String
    /// Until when it opens a stream.
    public let expiresAt: Instant
}

extension Access {
    /// How many bytes a ticket has; they are also the key of what it stands for.
    private static let ticketLength = SealingKey.length

    /// A ticket that opens a stream once, in the name of whoever sent a request: for clients that
    /// can send no header, such as `EventSource` in browsers.
    public func makeStreamTicket(for request: Request) async throws -> StreamTicket {
        let bytes = Sodium.randomBytes(count: Self.ticketLength)
        guard let key = SealingKey(bytes) else {
            throw ServiceError(.unexpected, "A ticket could not be made.")
        }
        let now = clock.now()
        let expiresAt = now + AccessLimits.ticketLifetime
        let sealed = key.seal(Self.credentials(of: request))
        let digest = Sodium.digest(of: bytes).hexadecimal
        try await database.write { (connection) throws(StorageError) in
            try connection.streamTickets.remove(expiredAt: now)
            try connection.streamTickets.insert(digest, sealed: sealed, until: expiresAt)
        }
        return StreamTicket(text: Base64.url.text(of: bytes), expiresAt: expiresAt)
    }

    /// The request as it would be with the credentials that its ticket stands for; the same request
    /// where it has none.
    public func redeemTicket(of request: Request) async throws -> Request {
        guard let text = request.query.first("ticket") else { return request }
        guard let bytes = Base64.url.bytes(of: text), let key = SealingKey(bytes) else {
            throw Self.noSuchTicket
        }
        let (digest, now) = (Sodium.digest(of: bytes).hexadecimal, clock.now())
        let sealed = try await database.write { (connection) throws(StorageError) in
            try connection.streamTickets.take(digest, at: now)
        }
        guard let sealed, let opened = key.open(sealed) else { throw Self.noSuchTicket }
        var request = request
        for name in Self.fields { request.headers[name] = nil }
        let stored = (try? JSONCursor(try JSON(parsing: opened)).stringMap()) ?? [:]
        for (name, value) in stored { request.headers[name] = value }
        return request
    }

    private static let fields = ["X-API-KEY", "Authorization", "Tenant-ID"]

    private static func credentials(of request: Request) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            for name in fields { object.fieldIfPresent(name, request.headers[name]) }
        }
        return writer.finish()
    }

    private static var noSuchTicket: ServiceError {
        ServiceError(
            .unauthorized,
            "The ticket has been used or has expired. Ask for another: POST /v1/stream/ticket."
        )
    }
}
