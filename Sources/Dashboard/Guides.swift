private import DashboardPages
public import HTTP

/// The documentation as pages: the texts of `docs/`, and a reference that a browser makes of the
/// OpenAPI documents.
///
/// It is served as it was built, to anybody, and asks nobody else for anything.
public struct Guides: Sendable {
    private let shell: Asset
    private let assets: [String: Asset]
    private let texts: [String: Asset]

    /// The pages that the binary has with it.
    public init() {
        let files = Self.embeddedFiles
        let page = files.first { $0.path == "\(Self.folder)index.html" }?.bytes ?? []
        shell = Asset(page, mediaType: "text/html; charset=utf-8")
        assets = Self.assets(of: files)
        texts = Self.texts(of: files)
    }

    /// Everything that is served.
    ///
    /// An address below `/docs/` that is no file is one of a page, and all of them are the same one.
    public var routes: [Route] {
        let depths = (1...4).map { depth in
            "/docs" + (1...depth).map { "/{part\($0)}" }.joined()
        }
        let files = [
            Route(open: .get, "/docs/assets/{name}", asset),
            Route(open: .get, "/docs/text/{name}", text),
        ]
        return files + (["/docs", "/docs/"] + depths).map { Route(open: .get, $0, page) }
    }

    @Sendable private func page(_ request: Request) async throws -> Response {
        var headers = Self.headers(of: shell)
        headers["Content-Security-Policy"] = Self.policy
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return shell.answer(request, headers)
    }

    @Sendable private func asset(_ request: Request) async throws -> Response {
        try answer(request, assets[request.parameter("name")])
    }

    /// A text as it was written.
    @Sendable private func text(_ request: Request) async throws -> Response {
        try answer(request, texts[request.parameter("name")])
    }

    private func answer(_ request: Request, _ asset: Asset?) throws -> Response {
        guard let asset else {
            throw HTTPError.notFound("The documentation has no file of this name. Begin at /docs/.")
        }
        return asset.answer(request, Self.headers(of: asset))
    }

    private static func headers(of asset: Asset) -> Headers {
        [
            "Content-Type": asset.mediaType, "Cache-Control": "no-cache",
            "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
            "Vary": "Accept-Encoding",
        ]
    }

    /// Scripts, styles and calls come from here and go here alone.
    private static let policy =
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "object-src 'none'"

    private static let folder = "guides/"
}

extension Guides {
    /// The files of the pages, with the look that the dashboard has too.
    private static func assets(of files: [PageFile]) -> [String: Asset] {
        var assets: [String: Asset] = [:]
        for file in files where file.path.hasPrefix(folder) && !file.path.hasSuffix(".html") {
            let name = String(file.path.dropFirst(folder.count))
            let isStyle = name.hasSuffix(".css")
            let type = isStyle ? "text/css" : "text/javascript"
            assets[name] = Asset(file.bytes, mediaType: "\(type); charset=utf-8")
        }
        for file in PageSource.embeddedFiles {
            let name = String(file.path.split(separator: "/").last ?? "")
            switch name {
            case "tokens.css":
                let text = file.text.replacing("assets/inter", with: "inter")
                assets[name] = Asset(Array(text.utf8), mediaType: "text/css; charset=utf-8")
            case "icon.svg": assets[name] = Asset(file.bytes, mediaType: "image/svg+xml")
            case "inter.woff2": assets[name] = Asset(file.bytes, mediaType: "font/woff2")
            default: break
            }
        }
        return assets
    }

    /// The texts by their paths below `docs/`, with dots for slashes; those beside it begin with two.
    private static func texts(of files: [PageFile]) -> [String: Asset] {
        let paths = files.map(\.path).filter { !$0.hasPrefix(folder) }
        var texts: [String: Asset] = [:]
        for file in files where !file.path.hasPrefix(folder) {
            texts[name(of: file.path)] = Asset(
                file.bytes,
                mediaType: "\(file.path.hasSuffix(".json") ? "application/json" : "text/plain"); "
                    + "charset=utf-8"
            )
        }
        let pages = paths.filter { $0.hasSuffix(".md") }.map { "\"\($0)\"" }
        texts["pages.json"] = Asset(
            Array("[\(pages.joined(separator: ","))]".utf8),
            mediaType: "application/json"
        )
        return texts
    }

    private static func name(of path: String) -> String {
        let root = "docs/"
        let name = path.hasPrefix(root) ? String(path.dropFirst(root.count)) : "..\(path)"
        return String(name.map { $0 == "/" ? "." : $0 })
    }

    private static var embeddedFiles: [PageFile] {
        (0..<laurel_guide_count).map { index in
            let page = unsafe laurel_guide_at(index).pointee
            let bytes = unsafe UnsafeBufferPointer(start: page.bytes, count: Int(page.length))
            return unsafe PageFile(path: String(cString: page.path), bytes: Array(bytes))
        }
    }
}
