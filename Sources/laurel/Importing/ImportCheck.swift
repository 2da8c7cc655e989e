import CivilTime
import Engine
import HTTP
import HistoryLines
import JSONText
import OperatingSystem

/// Reads everything that is to be imported, and says of each bad line why it is one.
struct ImportCheck {
    let sources: [ImportSource]
    let reader: HistoryReader
    /// Where bad lines are put, as they can be imported once they have been repaired.
    let rejects: OutputFile?

    /// What was found.
    struct Findings {
        var userLines = 0
        var eventLines = 0
        var markLines = 0
        var badLines = 0
        /// The metrics and attributes that are new.
        var newMetrics: Set<String> = []
        var newAttributes: Set<NewAttribute> = []

        var lines: Int { userLines + eventLines + markLines + badLines }
    }

    struct NewAttribute: Hashable {
        let isOfUsers: Bool
        let key: String
    }

    /// Goes through every line; good ones are passed on.
    func run(_ body: (HistoryLine, JSONFields) throws -> Void) throws -> Findings {
        var findings = Findings()
        var progress = ImportProgress("bytes read", of: try byteCount())
        for source in sources {
            try source.forEachLine(quickly: QuickEventReader(reader)) { line, byteCount in
                progress.advance(by: byteCount)
                switch read(line) {
                case .success(let (good, fields)):
                    findings.note(good)
                    try body(good, fields)
                case .failure(let problem):
                    findings.badLines += 1
                    Console.print("\(source.path):\(line.number): \(problem.reason)")
                    try rejects?.append(line.text + [UInt8(ascii: "\n")])
                }
            }
        }
        try rejects?.flush()
        return findings
    }

    private func read(
        _ line: ImportSource.Line
    ) -> Result<(HistoryLine, JSONFields), HistoryProblem> {
        line.fields.flatMap { fields in
            if let event = line.event { return .success((.event(event), fields)) }
            do {
                return .success((try reader.line(fields), fields))
            } catch {
                return .failure(HistoryProblem(HTTPError(error).message))
            }
        }
    }

    private func byteCount() throws -> Int? {
        var sum = 0
        for source in sources {
            guard let count = try InputFile(source.path).byteCount else { return nil }
            sum += count
        }
        return sum
    }
}

extension ImportCheck.Findings {
    fileprivate mutating func note(_ line: HistoryLine) {
        switch line {
        case .user(let user):
            userLines += 1
            for key in user.change.attributes.keys {
                newAttributes.insert(.init(isOfUsers: true, key: key))
            }
        case .event(let event):
            eventLines += 1
            if case .metric(let key) = event.source { newMetrics.insert(key) }
            for key in event.attributes.keys {
                newAttributes.insert(.init(isOfUsers: false, key: key))
            }
        case .mark: markLines += 1
        }
    }
}
