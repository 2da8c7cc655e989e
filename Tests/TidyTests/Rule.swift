import Testing

/// A rule of the house that a text can be held against.
struct Rule: Sendable, CustomTestStringConvertible {
    /// What it demands.
    let name: String
    /// The files that may break it, each with the reason; one that no longer does must leave.
    var exceptions: [String: String] = [:]
    /// Where a file breaks it.
    let findings: @Sendable (SourceFile) -> [Finding]

    var testDescription: String { name }

    /// A place that breaks a rule.
    struct Finding: Equatable, CustomStringConvertible {
        let line: Int
        let problem: String

        init(_ problem: String, line: Int = 1) {
            self.line = line
            self.problem = problem
        }

        var description: String { "line \(line): \(problem)" }
    }

    /// What is wrong in files, exceptions that have had their time included.
    func verdict(on files: [SourceFile]) -> [String] {
        var problems: [String] = []
        var unused = Set(exceptions.keys)
        for file in files {
            let findings = findings(file)
            if exceptions[file.path] != nil {
                if !findings.isEmpty { unused.remove(file.path) }
                continue
            }
            problems += findings.map { "\(file.path): \($0)" }
        }
        return problems + unused.sorted().map { "\($0): keeps the rule now; end its exception" }
    }

    /// A rule that every line of code keeps that a pattern does not find.
    static func pattern(
        _ name: String,
        exceptions: [String: String] = [:],
        in holds: @escaping @Sendable (SourceFile) -> Bool,
        _ problem: String,
        isBroken: @escaping @Sendable (Substring) -> Bool
    ) -> Rule {
        Rule(name: name, exceptions: exceptions) { file in
            guard file.isSwift, holds(file) else { return [] }
            return file.lines.filter { isBroken($0.text) }.map {
                Finding(problem, line: $0.number)
            }
        }
    }
}
