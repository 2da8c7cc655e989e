/// A file as the rules see it.
struct SourceFile: Sendable {
    /// The path from the root of the project: `Sources/HTTP/Router.swift`.
    let path: String
    /// The text as it stands.
    let text: String
    /// Swift's text without comments and strings; another file's text as it stands.
    let code: String

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
        code = path.hasSuffix(".swift") ? SwiftText.blanked(text) : text
        lines = code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { ($0.offset + 1, $0.element) }
    }

    var isSwift: Bool { path.hasSuffix(".swift") }
    var isSource: Bool { path.hasPrefix("Sources/") }
    var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }

    /// The folder below `Sources` or `Tests`.
    var room: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// The name without its ending.
    var name: String {
        let file = path.split(separator: "/").last ?? ""
        return String(file.prefix { $0 != "." })
    }

    /// The lines of code with their numbers.
    let lines: [(number: Int, text: Substring)]

    /// The modules that it imports.
    var imports: [String] {
        lines.compactMap { line in
            guard line.text.contains("import ") else { return nil }
            return line.text.firstMatch(of: /^(?:@[a-z]+ )*(?:[a-z]+ )?import (\w+)/)
                .map { String($0.output.1) }
        }
    }

    /// The names of the types that it declares or extends.
    var types: Set<String> {
        let declared = code.matches(
            of: /\b(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)/
        ).map { String($0.output.1) }
        let extended = code.matches(of: /\bextension\s+(?:\w+\.)*(\w+)/).map {
            String($0.output.1)
        }
        return Set(declared + extended)
    }

    /// The functions with a body: where each begins, and how many lines it takes.
    var functions: [(line: Int, length: Int)] {
        let lines = self.lines.map(\.text)
        let words = ["func", "init", "subscript"]
        return lines.indices.compactMap { index in
            // A search for words is much faster than the expression that follows.
            guard words.contains(where: lines[index].contains) else { return nil }
            guard
                lines[index].contains(
                    /^\s*(?:@?\w+(?:\(\w+\))?\s+)*(?:func|init|deinit|subscript)\b/
                )
            else { return nil }
            return Self.length(from: index, of: lines).map { (index + 1, $0) }
        }
    }

    /// How many lines go from a declaration to the brace that closes its body.
    private static func length(from start: Int, of lines: [Substring]) -> Int? {
        var parentheses = 0
        var braces = 0
        for index in start..<lines.count {
            for byte in lines[index].utf8 {
                switch byte {
                case UInt8(ascii: "("): parentheses += 1
                case UInt8(ascii: ")"): parentheses -= 1
                case UInt8(ascii: "{") where parentheses == 0 || braces > 0: braces += 1
                case UInt8(ascii: "}") where parentheses == 0 || braces > 0:
                    braces -= 1
                    if braces == 0 { return index - start + 1 }
                    // A requirement of a protocol, which has no body.
                    if braces < 0 { return nil }
                default: break
                }
            }
        }
        return nil
    }
}
