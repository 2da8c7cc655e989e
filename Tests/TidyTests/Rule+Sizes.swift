extension Rule {
    static let maximumFileLines = 600
    static let maximumFunctionLines = 70

    static let fileSize = Rule(name: "a file has at most 600 lines") { file in
        guard file.isSwift, file.lineCount > maximumFileLines else { return [] }
        return [Finding("\(file.lineCount) lines; split it by topic")]
    }

    static let functionSize = Rule(name: "a function has at most 70 lines") { file in
        guard file.isSwift else { return [] }
        return file.functions.filter { $0.length > maximumFunctionLines }.map {
            Finding("\($0.length) lines; name its parts", line: $0.line)
        }
    }
}
