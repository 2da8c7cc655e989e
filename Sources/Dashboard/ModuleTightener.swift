/// Takes out of a joined module what browsers do not need.
///
/// It reads no JavaScript either, and goes by lines and bytes: what it leaves out means nothing in code, in
/// a template and in a style sheet alike.
enum ModuleTightener {
    typealias Line = ModuleJoiner.Line

    /// A module without the spaces at the beginning of lines, without those of style sheets and beside
    /// operators that say nothing, without the ends of lines where code goes on, and without comments for
    /// the checker of types within lines.
    ///
    /// What a template shows is the same: nothing of it keeps its spaces. A style sheet begins on a line
    /// with `style = ` or `STYLE = ` and a back quote, and ends on one that begins with a back quote.
    static func tightened(_ module: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(module.count)
        var isStyle = false
        var isJoinable = false
        for line in ModuleJoiner.lines(module) {
            let text = line.drop { $0 == ModuleJoiner.space }
            if isStyle, text.first == backQuote { isStyle = false }
            if isJoinable, let first = text.first, closing.contains(first) { result.removeLast() }
            if isStyle { addStyle(text, to: &result) } else { addCode(text, to: &result) }
            // A remark at the end of a line would take the next line with it.
            let hasRemark = contains(text, remark)
            let goesOn = result.last.map(opening.contains) ?? false
            isJoinable = !hasRemark && !goesOn
            if hasRemark || !goesOn { result.append(ModuleJoiner.newline) }
            if contains(text, styleStart) || contains(text, sharedStyleStart) {
                isStyle = !text.suffix(2).elementsEqual(endOfTemplate)
            }
        }
        return result
    }

    private static func addStyle(_ line: Line, to result: inout [UInt8]) {
        for byte in line {
            let isAfter = result.last.map(dividers.contains) ?? false
            if byte == ModuleJoiner.space, isAfter { continue }
            if byte == UInt8(ascii: "{"), result.last == ModuleJoiner.space { result.removeLast() }
            result.append(byte)
        }
    }

    private static func addCode(_ line: Line, to result: inout [UInt8]) {
        var rest = line
        while let start = start(ofCommentIn: rest),
            let end = ModuleJoiner.end(ofCommentIn: rest[start...])
        {
            addOperators(rest[..<start], to: &result)
            rest = rest[end...].drop { $0 == ModuleJoiner.space }
        }
        addOperators(rest, to: &result)
    }

    /// A line without the spaces around operators that stand in no text.
    private static func addOperators(_ line: Line, to result: inout [UInt8]) {
        var rest = line
        while let byte = rest.first {
            let isSpace = byte == ModuleJoiner.space
            if isSpace, let sign = operators.first(where: { rest.starts(with: $0) }) {
                result += sign.dropFirst().dropLast()
                rest = rest.dropFirst(sign.count)
            } else if isSpace, result.last == UInt8(ascii: ")"), rest.dropFirst().first == brace {
                rest = rest.dropFirst()
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
    }

    private static func start(ofCommentIn line: Line) -> Int? {
        place(of: ModuleJoiner.documentation, in: line)
    }

    private static func contains(_ line: Line, _ text: [UInt8]) -> Bool {
        place(of: text, in: line) != nil
    }

    private static func place(of text: [UInt8], in line: Line) -> Int? {
        guard line.count >= text.count else { return nil }
        return line.indices.dropLast(text.count - 1).first { line[$0...].starts(with: text) }
    }

    /// After these a style sheet needs no space.
    private static let dividers = Set(Array(":;,{}".utf8))
    /// After these, and before those, code needs no end of a line.
    private static let opening = Set(Array(";{([".utf8))
    private static let closing = Set(Array(")]}".utf8))
    private static let operators = [
        " => ", " = ", " === ", " !== ", " && ", " || ", " ?? ", " ? ", " : ",
    ].map { Array($0.utf8) }
    private static let brace = UInt8(ascii: "{")
    private static let backQuote = UInt8(ascii: "`")
    private static let remark = Array("//".utf8)
    private static let styleStart = Array("style = `".utf8)
    private static let sharedStyleStart = Array("STYLE = `".utf8)
    private static let endOfTemplate = Array("`;".utf8)
}
