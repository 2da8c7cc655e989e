extension JSON {
    /// The value as text for people: what is short stands in one line, and everything else has a line
    /// for each element.
    public func readableText(width: Int = 100) -> String {
        var lines = ""
        write(to: &lines, indentation: 0, width: width)
        return lines
    }

    private func write(to text: inout String, indentation: Int, width: Int) {
        let short = shortText
        let isLong = short.utf8.count + indentation > width
        switch self {
        case .array(let elements) where isLong:
            text += "[\n"
            for (index, element) in elements.enumerated() {
                text += Self.spaces(indentation + 2)
                element.write(to: &text, indentation: indentation + 2, width: width)
                text += index + 1 < elements.count ? ",\n" : "\n"
            }
            text += Self.spaces(indentation) + "]"
        case .object(let object) where isLong:
            text += "{\n"
            for (index, member) in object.members.enumerated() {
                text += Self.spaces(indentation + 2) + JSON.string(member.name).text + ": "
                member.value.write(to: &text, indentation: indentation + 2, width: width)
                text += index + 1 < object.members.count ? ",\n" : "\n"
            }
            text += Self.spaces(indentation) + "}"
        default: text += short
        }
    }

    /// The value in one line, with spaces for people.
    private var shortText: String {
        switch self {
        case .array(let elements): "[" + elements.map(\.shortText).joined(separator: ", ") + "]"
        case .object(let object):
            "{"
                + object.members.map { "\(JSON.string($0.name).text): \($0.value.shortText)" }
                .joined(separator: ", ") + "}"
        default: text
        }
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
