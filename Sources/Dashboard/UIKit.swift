public import HTTP

/// The UI kit: elements that others put on their pages, their gallery, and the demo application.
///
/// All of it is static and the same for everybody, so pages of every origin may load it. Whatever the
/// elements show, they ask the API for, with a key or a token of their user.
public struct UIKit: Sendable {
    private let source: KitSource

    /// The files that the binary has with it; or, in a debug build, those of a folder, read anew for
    /// every request.
    public init(version: String, folder: String? = nil) {
        source = KitSource(folder: folder, version: version)
    }

    /// Where the module of the elements is: for ever, or where it is read anew while it is written.
    var moduleAddress: String {
        source.isRead ? "/ui/laurel.js" : "/ui/\(source.embeddedVersion)/laurel.js"
    }

    /// Where the gallery is.
    public static let address = "/ui/"
    /// Where the demo application is.
    public static let demo = "/ui/app/"

    /// Everything that is served.
    public var routes: [Route] {
        [
            Route(open: .get, "/ui", toGallery),
            Route(open: .get, "/ui/", gallery),
            Route(open: .get, "/ui/app/", demo),
            Route(open: .get, "/ui/push/", push),
            Route(open: .get, "/ui/{name}") { try file(["name"], $0) },
            Route(open: .get, "/ui/{folder}/{name}") { try file(["folder", "name"], $0) },
            Route(open: .get, "/ui/{version}/{folder}/{name}") {
                try file(["version", "folder", "name"], $0)
            },
        ]
    }

    @Sendable private func toGallery(_ request: Request) async throws -> Response {
        Response(Status(308), headers: ["Location": Self.address])
    }

    @Sendable private func gallery(_ request: Request) async throws -> Response {
        try page("index.html", request)
    }

    @Sendable private func demo(_ request: Request) async throws -> Response {
        try page("app/index.html", request)
    }

    @Sendable private func push(_ request: Request) async throws -> Response {
        try page("push/index.html", request)
    }

    /// A page, which may use nothing but what comes from here.
    private func page(_ path: String, _ request: Request) throws -> Response {
        guard let asset = try source.files().files[path] else { throw Self.notFound }
        var headers = Self.headers
        headers["Content-Type"] = asset.mediaType
        headers["Cache-Control"] = "no-cache"
        headers["Content-Security-Policy"] = Self.policy
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return asset.answer(request, headers)
    }

    /// A file: at an address that changes with the content for ever, at a plain one until it changes.
    private func file(_ names: [String], _ request: Request) throws -> Response {
        let kit = try source.files()
        var parts = names.map { request.parameter($0) }
        let isForEver = parts.first == kit.version
        if isForEver { parts.removeFirst() }
        let path = parts.joined(separator: "/")
        guard let asset = kit.files[path], !path.hasSuffix(".html") else { throw Self.notFound }
        var headers = Self.headers
        headers["Content-Type"] = asset.mediaType
        headers["Cache-Control"] =
            isForEver ? "public, max-age=31536000, immutable" : "public, no-cache"
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return asset.answer(request, headers)
    }

    private static let notFound = HTTPError.notFound(
        "The UI kit has no file of this name. Addresses with a version hold for that version alone."
    )

    private static let policy =
        "default-src 'self'; img-src 'self' data: https: http:; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'; object-src 'none'"

    private static let headers: Headers = [
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Vary": "Accept-Encoding",
    ]
}
