/// Colours as CSS writes them, in the four forms that Trophy takes.
enum CSSColor {
    /// Whether a text is `#RGB`, `#RRGGBB`, `rgb(r,g,b)` or `rgba(r,g,b,a)`.
    static func isValid(_ text: String) -> Bool {
        if text.hasPrefix("#") {
            let digits = text.dropFirst()
            return [3, 6].contains(digits.count)
                && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
        }
        if let parts = arguments(of: "rgb", in: text) {
            return parts.count == 3 && parts.allSatisfy(isChannel)
        }
        if let parts = arguments(of: "rgba", in: text) {
            return parts.count == 4 && parts.dropLast().allSatisfy(isChannel)
                && parts.last.map(isAlpha) == true
        }
        return false
    }

    private static func arguments(of function: String, in text: String) -> [Substring]? {
        guard text.hasPrefix("\(function)("), text.hasSuffix(")") else { return nil }
        return text.dropFirst(function.count + 1).dropLast()
            .split(separator: ",", omittingEmptySubsequences: false)
            .map(withoutSpacesAround)
    }

    private static func withoutSpacesAround(_ text: Substring) -> Substring {
        let text = text.drop { $0 == " " }
        guard let last = text.lastIndex(where: { $0 != " " }) else { return "" }
        return text[...last]
    }

    private static func isChannel(_ text: Substring) -> Bool {
        isDigits(text) && UInt8(text) != nil
    }

    /// A decimal from 0 to 1; no sign, exponent or other notation that a number can have.
    private static func isAlpha(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = parts.last, parts.count <= 2, isDigits(last) else { return false }
        guard parts.count == 1 || parts[0].isEmpty || isDigits(parts[0]) else { return false }
        return Double("0\(text)").map { (0...1).contains($0) } == true
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
