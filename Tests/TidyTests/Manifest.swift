/// What `Package.swift` says of targets, read as text.
struct Manifest {
    /// The rooms, with what each depends on.
    var rooms: [String: Set<String>] = [:]
    /// The C libraries.
    var libraries: Set<String> = []
    /// The suites of tests.
    var tests: Set<String> = []

    init(_ text: String) {
        for match in text.matches(of: /\broom\(\s*"(\w+)"(?:,\s*uses:\s*\[([^\]]*)\])?/) {
            rooms[String(match.output.1)] = Self.names(match.output.2)
        }
        for match in text.matches(
            of: /\.executableTarget\(\s*name: "(\w+)",\s*dependencies: \[([^\]]*)\]/
        ) {
            rooms[String(match.output.1)] = Self.names(match.output.2)
        }
        libraries = Set(
            text.matches(of: /\blibrary\("(\w+)"/).map { String($0.output.1) }
        )
        tests = Set(
            text.matches(of: /\btests\(\s*of: "(\w+)"/).map { "\($0.output.1)Tests" }
                + text.matches(of: /\.testTarget\(\s*name: "(\w+)"/).map { String($0.output.1) }
        )
    }

    private static func names(_ list: Substring?) -> Set<String> {
        Set((list ?? "").matches(of: /"(\w+)"/).map { String($0.output.1) })
    }

    /// The rooms that a table on a page has, in lines such as ``| `HTTP` | what it is | JSONText |``,
    /// with what each depends on; C libraries are no rooms.
    static func rooms(ofPage page: String) -> [String: Set<String>] {
        var rooms: [String: Set<String>] = [:]
        let section = page.split(separator: "\n## ").first { $0.hasPrefix("Rooms\n") } ?? ""
        for line in section.split(separator: "\n") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard cells.count == 5, let name = cells[1].firstMatch(of: /^ `(\w+)` $/) else {
                continue
            }
            rooms[String(name.output.1)] = Set(
                cells[3].matches(of: /\w+/).map { String($0.output) }
            )
        }
        return rooms
    }
}
