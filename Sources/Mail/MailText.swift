/// Texts of templates, whose gaps are filled in.
///
/// `{{user.name}}` is a value, `{{user.name | friend}}` has something to say where there is none, and
/// `{{streak.length # day # days}}` is the word for one or for many.
public enum MailText {
    /// A text with its gaps filled in.
    public static func filled(_ text: String, with values: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            result += rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else {
                return result + "{{" + rest
            }
            result += value(of: rest[..<close.lowerBound], values)
            rest = rest[close.upperBound...]
        }
        return result + rest
    }

    /// The names of the values that a text asks for.
    public static func names(in text: String) -> Set<String> {
        var names: Set<String> = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else { return names }
            names.insert(
                String(trimmed(rest[..<close.lowerBound].prefix { $0 != "|" && $0 != "#" }))
            )
            rest = rest[close.upperBound...]
        }
        return names
    }

    private static func value(of gap: Substring, _ values: [String: String]) -> String {
        let words = gap.split(separator: "#", omittingEmptySubsequences: false).map(trimmed)
        if words.count == 3 {
            return String(values[String(words[0])] == "1" ? words[1] : words[2])
        }
        let parts = gap.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            .map(trimmed)
        let value = values[String(parts[0])] ?? ""
        let isMissing = value.isEmpty && parts.count == 2
        return String((isMissing ? parts[1] : value[...]).prefix(MailLimits.value))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
