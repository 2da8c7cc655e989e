/// The pages as they are sent: one page, one style sheet, one script, and typefaces.
struct Assets: Sendable {
    /// The page that every screen is in.
    let shell: Asset
    /// The other files, by the name that they have at an address of their own.
    let files: [String: Asset]

    /// The assets of pages that load the elements of the UI kit from an address.
    init(_ pages: [PageFile], kit: String) {
        var files: [String: Asset] = [:]
        var addresses = [(path: "kit.js", address: kit)]
        func add(_ bytes: [UInt8], _ path: String, _ mediaType: String) {
            let asset = Asset(bytes, mediaType: mediaType)
            let dot = path.lastIndex(of: ".") ?? path.endIndex
            let name = "\(path[..<dot])-\(asset.tag)\(path[dot...])"
            files[name] = asset
            addresses.append((path, "/dashboard/assets/\(name)"))
        }
        func named(_ text: String) -> String {
            addresses.reduce(text) { text, known in
                text.replacing("assets/\(known.path)", with: known.address)
            }
        }
        for page in pages {
            let name = String(page.path.split(separator: "/").last ?? "")
            switch page.path.split(separator: ".").last {
            case "woff2": add(page.bytes, name, "font/woff2")
            case "svg": add(page.bytes, name, "image/svg+xml")
            default: continue
            }
        }
        let styles = pages.filter { $0.path.hasSuffix(".css") }.map(\.text)
        add(Array(named(styles.joined()).utf8), "style.css", "text/css; charset=utf-8")
        let modules = pages.filter { $0.path.hasSuffix(".js") }
        let first = modules.filter { !$0.isLoadedLater }.map(\.bytes)
        let script = "text/javascript; charset=utf-8"
        add(ModuleJoiner.joined(first), "app.js", script)
        let rest = ModuleJoiner.joined(
            modules.filter(\.isLoadedLater).map(\.bytes),
            after: first,
            at: named("assets/app.js")
        )
        add(rest, "rules.js", script)
        let shell = pages.first { $0.path == "index.html" }?.text ?? ""
        self.shell = Asset(Array(named(shell).utf8), mediaType: "text/html")
        self.files = files
    }

    /// How many bytes the first visit takes over the wire, before anything else is asked for.
    var firstLoadCount: Int {
        files.filter { !$0.key.hasPrefix("rules-") }.values
            .reduce(shell.sentCount) { $0 + $1.sentCount }
    }
}
