/// A style, looked through for what could fetch anything.
///
/// It is not parsed: what a list of functions and at-rules does not have is refused wherever it
/// stands, in a comment too, so that it does not matter how a browser would divide the text.
struct StyleText {
    /// The ids of the elements that it refers to.
    private(set) var references: [String] = []
    /// What is wrong with it.
    private(set) var problem: String?

    private let bytes: [UInt8]

    private static let functions: Set<String> = [
        "url", "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color",
        "matrix", "translate", "translatex", "translatey", "scale", "scalex", "scaley", "rotate",
        "skewx", "skewy", "translate3d", "scale3d", "rotate3d", "rotatez", "rect", "calc", "min",
        "max", "clamp", "var", "cubic-bezier", "steps",
        "inset", "circle", "ellipse", "polygon", "path", "not", "is", "where", "nth-child",
        "blur", "brightness", "contrast", "drop-shadow", "grayscale", "hue-rotate", "invert",
        "opacity", "saturate", "sepia",
    ]

    private static let rules: Set<String> = ["media", "keyframes"]

    init(_ text: String) {
        bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count, problem == nil {
            switch bytes[offset] {
            case UInt8(ascii: "\\"):
                problem = "a backslash is not allowed in a style"
            case UInt8(ascii: "<"):
                problem = "an angle bracket is not allowed in a style"
            case UInt8(ascii: "@"):
                checkRule(after: offset)
            case UInt8(ascii: "("):
                checkFunction(before: offset)
            default: break
            }
            offset += 1
        }
    }

    private static func isIdentifierPart(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: Array(bytes), as: UTF8.self).lowercased()
    }

    private mutating func checkRule(after offset: Int) {
        let name = Self.text(bytes[(offset + 1)...].prefix(while: Self.isIdentifierPart))
        guard Self.rules.contains(name) else {
            problem = "the rule @\(XMLReader.shown(name)) is not allowed in a style"
            return
        }
    }

    private mutating func checkFunction(before offset: Int) {
        let name = Self.text(
            bytes[..<offset].reversed().prefix(while: Self.isIdentifierPart).reversed()
        )
        guard name.isEmpty || Self.functions.contains(name) else {
            problem = "the function \(XMLReader.shown(name))() is not allowed in a style"
            return
        }
        guard name == "url" else { return }
        guard let target = target(after: offset) else {
            problem = "url() may only name an element of the image: url(#id)"
            return
        }
        references.append(target)
    }

    /// The id that stands between the parentheses, if nothing else does.
    private func target(after offset: Int) -> String? {
        guard let end = bytes[offset...].firstIndex(of: UInt8(ascii: ")")) else { return nil }
        var inner = Self.trimmed(bytes[(offset + 1)..<end])
        if let quote = inner.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            guard inner.count >= 2, inner.last == quote else { return nil }
            inner = Self.trimmed(inner.dropFirst().dropLast())
        }
        guard inner.first == UInt8(ascii: "#") else { return nil }
        let id = inner.dropFirst()
        let isName = id.allSatisfy { byte in
            Self.isIdentifierPart(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
        }
        return isName && !id.isEmpty ? String(decoding: id, as: UTF8.self) : nil
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop(while: XMLReader.isSpace)
        while let last = bytes.last, XMLReader.isSpace(last) { bytes.removeLast() }
        return bytes
    }
}
