/// Colours as CSS writes them, in the four forms that Trophy takes.
enum CSSColor {
    /// Whether a text is `#RGB`, `#RRGGBB`, `rgb(r,g,b)` or `rgba(r,g,b,a)`.
    static func isValid(_ text: String) -> Bool {
        if text.hasPrefix("#") {
            let digits = text.dropFirst()
            return [3, 6].contains(digits.count) && digits.allSatisfy(\.isHexDigit)
        }
        if let parts = arguments(of: "rgb", in: text) {
            return parts.count == 3 && parts.allSatisfy(isChannel)
        }
        if let parts = arguments(of: "rgba", in: text) {
            return parts.count == 4 && parts.dropLast().allSatisfy(isChannel)
                && parts.last.flatMap { Double($0) }.map { (0...1).contains($0) } ?? false
        }
        return false
    }

    private static func arguments(of function: String, in text: String) -> [String]? {
        guard text.hasPrefix("\(function)("), text.hasSuffix(")") else { return nil }
        return text.dropFirst(function.count + 1).dropLast()
            .split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.filter { $0 != " " } }
    }

    private static func isChannel(_ text: String) -> Bool {
        UInt8(text) != nil
    }
}
