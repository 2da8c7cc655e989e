/// Makes one module of many.
///
/// It reads no JavaScript: it goes by lines. That works for modules that keep to four rules, which a
/// test sees to: what they import comes from each other and keeps its name, an import begins a line
/// and ends with `";`, `export` stands before a declaration at the beginning of a line, and no two
/// modules declare the same name at their top.
enum ModuleJoiner {
    /// The modules one after the other, without what is for their readers alone, and what they
    /// export for others.
    static func joined(_ modules: [String]) -> String {
        let names = modules.flatMap(exports)
        let export = names.isEmpty ? "" : "export { \(names.joined(separator: ", ")) };\n"
        return modules.map(bare).joined() + export
    }

    /// The same of modules that are loaded later, and take what they need from those at an address.
    static func joined(
        _ modules: [String],
        after earlier: [String],
        at address: String
    ) -> String {
        let names = earlier.flatMap(exports).joined(separator: ", ")
        return "import { \(names) } from \"\(address)\";\n" + modules.map(bare).joined()
    }

    /// The names that a module exports.
    static func exports(_ module: String) -> [String] {
        module.split(separator: "\n").compactMap { line in
            line.firstMatch(of: /^export (?:async )?(?:function|class|const|let) (\w+)/)
                .map { String($0.output.1) }
        }
    }

    /// A module without imports, `export`, and comments that have lines of their own.
    static func bare(_ module: String) -> String {
        var lines: [Substring] = []
        var isImport = false
        var isComment = false
        for line in module.split(separator: "\n") {
            let text = line.drop { $0 == " " }
            if !isImport, !isComment {
                if text.hasPrefix("/**") {
                    isComment = true
                } else if line.hasPrefix("import ") {
                    isImport = true
                } else if text.hasPrefix("// ") {
                    continue
                } else {
                    lines.append(line.hasPrefix("export ") ? line.dropFirst(7) : line)
                    continue
                }
            }
            // What stands behind a comment on its line is code.
            if isComment, let end = text.ranges(of: "*/").first {
                isComment = false
                let rest = text[end.upperBound...].drop { $0 == " " }
                if !rest.isEmpty { lines.append(rest) }
            }
            if isImport, text.hasSuffix("\";") { isImport = false }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
