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
            for option in options {
                let left = "  \(option.name) \(option.value ?? "")"
                lines.append(left.padded(to: 28) + option.help)
            }
        }
        return lines.joined(separator: "\n")
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
