/// Makes one module of many.
///
/// It reads no JavaScript: it goes by lines. That works for modules that keep to four rules, which a
/// test sees to: what they import comes from each other and keeps its name, an import begins a line
/// and ends with `";`, `export` stands before a declaration at the beginning of a line, and no two
/// modules declare the same name at their top.
///
/// It goes by bytes, since a server does it each time it starts.
enum ModuleJoiner {
    /// A line without its end.
    typealias Line = ArraySlice<UInt8>

    /// The modules one after the other, without what is for their readers alone, and what they
    /// export for others.
    static func joined(
        _ modules: [[UInt8]],
        exporting isExported: (String) -> Bool = { _ in true }
    ) -> [UInt8] {
        let names = modules.flatMap(exports).filter(isExported)
        let export = names.isEmpty ? "" : "export { \(names.joined(separator: ", ")) };\n"
        return modules.flatMap(bare) + Array(export.utf8)
    }

    /// The same of modules that are loaded later, and take what they need from those at an address.
    static func joined(
        _ modules: [[UInt8]],
        after earlier: [[UInt8]],
        at address: String
    ) -> [UInt8] {
        let needed = Set(modules.flatMap(imports))
        let names = earlier.flatMap(exports).filter(needed.contains).joined(separator: ", ")
        return Array("import { \(names) } from \"\(address)\";\n".utf8) + modules.flatMap(bare)
    }

    /// The names that a module exports.
    static func exports(_ module: [UInt8]) -> [String] {
        lines(module).compactMap { line in
            guard line.starts(with: export) else { return nil }
            let words = String(decoding: line, as: UTF8.self).split(separator: " ").dropFirst()
            let kinds: Set<Substring> = ["async", "class", "const", "function", "let"]
            return words.drop(while: kinds.contains).first.map { word in
                String(word.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
            }
        }
    }

    /// The names that a module imports.
    static func imports(_ module: [UInt8]) -> [String] {
        var names: [String] = []
        var isImport = false
        for line in lines(module) {
            isImport = isImport || line.starts(with: importWord)
            guard isImport else { continue }
            let text = String(decoding: line, as: UTF8.self)
            let list = text.split(separator: " from ", omittingEmptySubsequences: false)[0]
            let words = list.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
            names += line.starts(with: importWord) ? words.dropFirst() : words[...]
            isImport = !line.suffix(2).elementsEqual(endOfImport)
        }
        return names
    }

    /// A module without imports, `export`, and comments that have lines of their own.
    static func bare(_ module: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(module.count)
        var isImport = false
        var isComment = false
        func add(_ line: Line) {
            result += line
            result.append(newline)
        }
        for line in lines(module) {
            let text = line.drop { $0 == space }
            if !isImport, !isComment {
                if text.starts(with: documentation) {
                    isComment = true
                } else if line.starts(with: importWord) {
                    isImport = true
                } else if text.starts(with: remark) {
                    continue
                } else {
                    add(line.starts(with: export) ? line.dropFirst(export.count) : line)
                    continue
                }
            }
            // What stands behind a comment on its line is code.
            if isComment, let end = end(ofCommentIn: text) {
                isComment = false
                let rest = text[end...].drop { $0 == space }
                if !rest.isEmpty { add(rest) }
            }
            if isImport, text.suffix(2).elementsEqual(endOfImport) { isImport = false }
        }
        return result
    }

    static func lines(_ module: [UInt8]) -> [Line] { module.split(separator: newline) }

    /// Where a comment ends that begins in a line or before it.
    static func end(ofCommentIn line: Line) -> Int? {
        line.indices.dropLast().first {
            line[$0] == UInt8(ascii: "*") && line[$0 + 1] == UInt8(ascii: "/")
        }.map { $0 + 2 }
    }

    static let newline = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let documentation = Array("/**".utf8)
    private static let export = Array("export ".utf8)
    private static let importWord = Array("import ".utf8)
    private static let remark = Array("// ".utf8)
    private static let endOfImport = Array("\";".utf8)
}
