import Gzip
import HTTP
import Sodium

/// The files of the UI kit as they are sent, by their path below `/ui/`.
struct KitFiles: Sendable {
    /// Every file, by its path: `laurel.js`, `words/de.json`.
    let files: [String: Asset]
    /// The part of the path at which they never change: the version of Laurel and a name of their
    /// content.
    let version: String

    init(_ pages: [PageFile], version: String) {
        let modules = pages.filter { $0.path.hasSuffix(".js") }
        let first = modules.filter { $0.isOfKit && !$0.path.hasPrefix("kit/more/") }.map(\.bytes)
        let more = modules.filter { $0.path.hasPrefix("kit/more/") }.map(\.bytes)
        // What others may use: the elements, what adds words, and what the files here import.
        let needed = Set(
            modules.filter { !first.contains($0.bytes) }.map(\.bytes).flatMap(ModuleJoiner.imports)
        )
        let module = ModuleJoiner.joined(first) { name in
            name.hasPrefix("Laurel") || name == "addWords" || needed.contains(name)
        }
        let rest = ModuleJoiner.joined(more, after: first, at: "./laurel.js")
        var files: [String: [UInt8]] = [
            "laurel.js": ModuleTightener.tightened(module),
            "more.js": ModuleTightener.tightened(rest),
        ]
        for page in pages where !page.isOfKit { files[page.path] = page.bytes }
        let whole = files.sorted { $0.key < $1.key }.flatMap(\.value)
        self.version = "\(version)-\(Asset.digest(of: whole))"
        files["integrity.json"] = Self.integrity(of: files, version: self.version)
        self.files = Dictionary(
            uniqueKeysWithValues: files.map { path, bytes in
                (path, Asset(bytes, mediaType: Self.mediaType(of: path)))
            }
        )
    }

    /// Where each module lies for ever, and the digest by which a browser knows that it is that one.
    private static func integrity(of files: [String: [UInt8]], version: String) -> [UInt8] {
        let lines = files.keys.filter { $0.hasSuffix(".js") && !$0.contains("/") }.sorted().map {
            name in
            let digest = Base64.standard.text(of: Sodium.sha256(of: files[name] ?? []))
            return """
                "\(name)": {"address": "/ui/\(version)/\(name)", "integrity": "sha256-\(digest)"}
                """
        }
        let text = """
            {
              "version": "\(version)",
              "files": {
                \(lines.joined(separator: ",\n    "))
              }
            }

            """
        return Array(text.utf8)
    }

    private static func mediaType(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "html": "text/html; charset=utf-8"
        case "json": "application/json; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "text/plain; charset=utf-8"
        }
    }
}

extension PageFile {
    /// Whether it is a part of the modules that are joined, and not a file of its own.
    fileprivate var isOfKit: Bool { path.hasPrefix("kit/") || path.hasPrefix("../") }
}
