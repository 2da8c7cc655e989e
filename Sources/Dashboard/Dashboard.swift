public import HTTP

/// The pages of the dashboard: what they are made of, and the routes that serve them.
///
/// The pages hold nothing of the database. Whatever they show, they ask the API for.
public struct Dashboard: Sendable {
    private let source: PageSource

    /// The pages that the binary has with it; or, in a debug build, those of a folder, read anew for
    /// every request.
    ///
    /// They show what users see with the elements of the kit.
    public init(kit: UIKit, folder: String? = nil) {
        source = PageSource(folder: folder, kit: kit.moduleAddress)
    }

    /// Where a browser is led that asks for nothing in particular.
    public static let address = "/dashboard/"

    /// Everything that is served.
    ///
    /// An address below `/dashboard/` that is no file is one of a screen, and all of them are the same
    /// page.
    public var routes: [Route] {
        let depths = (1...DashboardLimits.maximumDepth).map { depth in
            "/dashboard" + (1...depth).map { "/{part\($0)}" }.joined()
        }
        let page = Route(open: .get, "/dashboard/assets/{name}", asset)
        return [page]
            + (["/dashboard", Self.address] + depths).map {
                Route(open: .get, $0, shell)
            }
    }

    /// The page that every screen is in.
    @Sendable private func shell(_ request: Request) async throws -> Response {
        var headers = Self.headers
        headers["Content-Type"] = "text/html; charset=utf-8"
        headers["Cache-Control"] = "no-cache"
        headers["Content-Security-Policy"] = Self.policy
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return try source.assets().shell.answer(request, headers)
    }

    /// A file whose address changes with its content.
    @Sendable private func asset(_ request: Request) async throws -> Response {
        let name = request.parameter("name")
        guard let asset = try source.assets().files[name] else {
            throw HTTPError.notFound("The dashboard has no file of this name. Load the page again.")
        }
        var headers = Self.headers
        headers["Content-Type"] = asset.mediaType
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return asset.answer(request, headers)
    }

    /// Scripts and styles come from here alone, and no page elsewhere may frame this one; images of
    /// badges may lie anywhere.
    private static let policy =
        "default-src 'self'; img-src 'self' blob: data: https: http:; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'; object-src 'none'"

    private static let headers: Headers = [
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Vary": "Accept-Encoding",
    ]
}
