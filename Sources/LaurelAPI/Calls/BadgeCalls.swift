import Catalogue
import HTTP
import JSONText
import Service
import Storage
import Wire

/// Uploading the images of badges, and showing them to anybody.
enum BadgeCalls {
    /// Refuses a form, whose one part would have to be taken out first.
    @Sendable static func requireImage(_ head: Request) throws(HTTPError) {
        let type = head.headers["Content-Type"]?.lowercased() ?? ""
        guard type.hasPrefix("multipart/") else { return }
        throw HTTPError(
            .unsupportedMediaType,
            "Send the bytes of the image as the body, with its Content-Type, such as image/png. "
                + "A multipart form is not taken: use curl --data-binary @badge.png, not curl -F."
        )
    }

    /// Keeps the image that the body is; what its header calls it does not matter.
    @Sendable static func upload(_ context: CallContext) async throws -> Response {
        let bytes = context.request.body
        guard bytes.count <= LaurelLimits.maximumBadgeBytes else {
            throw HTTPError.payloadTooLarge(maximumBytes: LaurelLimits.maximumBadgeBytes)
        }
        let (image, isNew) = try await context.service.catalogue.storeBadge(
            bytes,
            in: context.workspace
        )
        return Response.json(isNew ? .created : .ok) { writer in
            writer.object { write(image, for: context, to: &$0) }
        }
    }

    /// A page of the images, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let page = try PageQuery(context.request.query)
        let images = try await context.service.catalogue.badges(
            in: context.workspace,
            skip: page.skip,
            limit: page.limit
        )
        return Response.json { writer in
            writer.array { array in
                for image in images { array.object { write(image, for: context, to: &$0) } }
            }
        }
    }

    /// Takes an image away.
    @Sendable static func delete(_ context: CallContext) async throws -> Response {
        let hash = context.request.parameter("hash")
        try await context.service.catalogue.deleteBadge(hash, in: context.workspace)
        return Response.json { writer in writer.object { $0.field("hash", hash) } }
    }

    /// Shows an image to whoever asks: its address is all that it takes.
    @Sendable static func show(_ context: OpenContext) async throws -> Response {
        let (request, service) = (context.request, context.service)
        let hash = request.parameter("hash")
        if EntityTag.matches(hash, in: request.headers) {
            _ = try await service.catalogue.badge(hash)
            return Response(.notModified, headers: headers(of: hash))
        }
        let badge = try await service.catalogue.servedBadge(hash)
        var headers = headers(of: hash)
        headers["Content-Type"] = badge.image.mediaType
        return Response(.ok, headers: headers, body: .bytes(badge.bytes))
    }

    /// An address stands for its content for ever, and the content may do nothing but be seen: no
    /// guessing what it is, no scripts, nothing fetched, even when it is opened as a page.
    private static func headers(of hash: String) -> Headers {
        [
            "Cache-Control": "public, max-age=31536000, immutable",
            "ETag": EntityTag.text(hash),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy":
                "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ]
    }

    private static func write(
        _ image: BadgeImage,
        for context: CallContext,
        to object: inout JSONObjectWriter
    ) {
        object.field("hash", image.hash)
        object.field("url", context.request.absolute("/badges/\(image.hash)"))
        object.field("type", image.mediaType)
        object.field("bytes", image.byteCount)
        if let width = image.width { object.field("width", width) }
        if let height = image.height { object.field("height", height) }
    }
}
