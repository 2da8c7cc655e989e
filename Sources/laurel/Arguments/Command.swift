/// Something that `laurel` does.
struct Command: Sendable {
    /// The words that call it, such as `keys create`.
    let name: String
    /// What it does, in a line.
    let summary: String
    /// What goes after the options.
    var arguments = ""
    /// What it understands.
    let options: [Option]
    /// More than a line, for its own help.
    var details = ""
    /// Does it.
    let run: @Sendable (Arguments) async throws -> Void

    /// The help of the command alone.
    var help: String {
        var lines = ["laurel \(name) \(usage)".trimmed, "", summary + "."]
        if !details.isEmpty { lines += ["", details] }
        if !options.isEmpty {
            lines += ["", "Options:"]
            for option in options { lines += Self.help(of: option) }
        }
        return lines.joined(separator: "\n")
    }

    /// What an option does, in a column of its own; below an option that reaches into the column.
    private static func help(of option: Option) -> [String] {
        let column = 28
        let left = ["  \(option.name)", option.value].compactMap(\.self).joined(separator: " ")
        guard left.count < column else { return [left, "".padded(to: column) + option.help] }
        return [left.padded(to: column) + option.help]
    }

    private var usage: String {
        (options.isEmpty ? "" : "[options] ") + arguments
    }
}

extension String {
    /// The text with spaces after it, up to a width.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }

    fileprivate var trimmed: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
