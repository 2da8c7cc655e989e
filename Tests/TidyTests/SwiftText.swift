/// Swift's text with everything blanked that is no code, so that simple searches find code only.
enum SwiftText {
    /// The text with comments, strings and raw identifiers as spaces; every line stays in place.
    static func blanked(_ text: String) -> String {
        var scanner = Scanner(bytes: Array(text.utf8))
        scanner.scan()
        return String(decoding: scanner.output, as: UTF8.self)
    }

    private struct Scanner {
        let bytes: [UInt8]
        var output: [UInt8] = []
        var position = 0

        private static let openers = Array("/`\"#".utf8)

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func scan() {
            while position < bytes.count {
                // Most bytes begin nothing, and this is the only place where time goes.
                if !Self.openers.contains(bytes[position]) {
                    output.append(bytes[position])
                    position += 1
                } else if starts("//") {
                    blank { !$0.starts("\n") }
                } else if starts("/*") {
                    blank { !$0.starts("*/") }
                } else if starts("`") {
                    blank(1)
                    blank { !$0.starts("`") }
                    blank(1)
                } else if let hashes = hashesOfString() {
                    blankString(hashes: hashes)
                } else {
                    output.append(bytes[position])
                    position += 1
                }
            }
        }

        func starts(_ text: String) -> Bool {
            bytes[position...].starts(with: text.utf8)
        }

        private mutating func blank(_ count: Int) {
            for _ in 0..<count where position < bytes.count {
                let isLineEnd = bytes[position] == UInt8(ascii: "\n")
                output.append(isLineEnd ? bytes[position] : UInt8(ascii: " "))
                position += 1
            }
        }

        private mutating func blank(while goesOn: (Scanner) -> Bool) {
            while position < bytes.count, goesOn(self) { blank(1) }
        }

        /// How many number signs a string here begins with; nil when there is no string.
        private func hashesOfString() -> Int? {
            let hashes = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
            let quote = position + hashes
            guard quote < bytes.count, bytes[quote] == UInt8(ascii: "\"") else { return nil }
            return hashes
        }

        private mutating func blankString(hashes: Int) {
            let signs = String(repeating: "#", count: hashes)
            blank(hashes)
            let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
            blank(quotes.utf8.count)
            while position < bytes.count, !starts(quotes + signs) {
                if starts("\\\(signs)(") {
                    blank(hashes + 2)
                    blankInterpolation()
                } else {
                    blank(starts("\\\(signs)") ? hashes + 2 : 1)
                }
            }
            blank(quotes.utf8.count + hashes)
        }

        private mutating func blankInterpolation() {
            var depth = 1
            while position < bytes.count, depth > 0 {
                if let hashes = hashesOfString() {
                    blankString(hashes: hashes)
                    continue
                }
                if starts("(") { depth += 1 }
                if starts(")") { depth -= 1 }
                blank(1)
            }
        }
    }
}
