/// Reads the XML that an image needs, and refuses the rest.
///
/// A document is UTF-8. It has no document type, so no entities but the five that every document
/// has; it has no processing instructions, and its names are ASCII. Whatever another reader could
/// understand differently is refused, because the file is handed out as it came.
struct XMLReader {
    let bytes: [UInt8]
    var position = 0
    private var open: [String] = []
    private var elementCount = 0
    /// Whether the element whose start was told last is an empty one.
    private var isEmpty = false

    init(_ bytes: [UInt8]) throws(ImageError) {
        self.bytes = bytes
        try checkCharacters()
        if bytes.starts(with: Self.byteOrderMark) { position = Self.byteOrderMark.count }
        try readDeclaration()
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The next piece; nothing at the end of the document.
    mutating func next() throws(ImageError) -> XMLPiece? {
        if isEmpty {
            isEmpty = false
            open.removeLast()
            return .end
        }
        while position < bytes.count {
            if starts("<!--") {
                try skipComment()
            } else if starts("<![CDATA[") {
                return .text(try sectionText())
            } else if starts("</") {
                try readEnd()
                return .end
            } else if starts("<") {
                return .start(try readStart())
            } else if let text = try readText() {
                return .text(text)
            }
        }
        if let name = open.last { throw problem("the element <\(name)> is not closed") }
        guard elementCount > 0 else { throw problem("there is no element in it") }
        return nil
    }

    /// What is wrong at a place, which is told by line and column.
    func problem(_ text: String, at offset: Int? = nil) -> ImageError {
        let before = bytes[..<min(offset ?? position, bytes.count)]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        // The bytes that go on with a character do not count, nor does the byte order mark.
        let column = before[lineStart...].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        let mark = line == 1 && before.starts(with: Self.byteOrderMark) ? 1 : 0
        return ImageError(.svg, "line \(line), column \(column - mark)", text)
    }
}

// MARK: - Characters

extension XMLReader {
    private func checkCharacters() throws(ImageError) {
        let beginnings: [[UInt8]] = [[0xFE, 0xFF], [0xFF, 0xFE], [0, 0x3C], [0x3C, 0]]
        guard !beginnings.contains(where: { bytes.starts(with: $0) }) else {
            throw problem("the file is UTF-16; save it as UTF-8", at: 0)
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw problem("the file is not valid UTF-8; save it as UTF-8", at: 0)
        }
        for (offset, byte) in bytes.enumerated() {
            let isControl = byte < 0x20 && !Self.isSpace(byte)
            // U+FFFE and U+FFFF, which are no characters.
            let isNone =
                byte == 0xEF && bytes[offset...].dropFirst().first == 0xBF
                && bytes[offset...].dropFirst(2).first ?? 0 >= 0xBE
            if isControl || isNone {
                throw problem("a character that XML does not allow", at: offset)
            }
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    func starts(_ text: String) -> Bool {
        bytes[position...].starts(with: text.utf8)
    }

    @discardableResult
    mutating func skipSpace() -> Bool {
        let start = position
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        return position > start
    }

    /// The text from here to the next place where a sequence begins, which is passed over.
    mutating func take(upTo end: String, of what: String) throws(ImageError) -> String {
        let start = position
        let mark = Array(end.utf8)
        while position + mark.count <= bytes.count {
            if bytes[position] == mark[0], bytes[position...].starts(with: mark) {
                defer { position += mark.count }
                return String(decoding: bytes[start..<position], as: UTF8.self)
            }
            position += 1
        }
        throw problem("\(what) is not closed", at: start)
    }
}

// MARK: - Text

extension XMLReader {
    private mutating func skipComment() throws(ImageError) {
        position += 4
        let text = try take(upTo: "--", of: "a comment")
        guard starts(">"), !text.hasPrefix(">"), !text.hasPrefix("->") else {
            throw problem("a comment may not have two hyphens in it")
        }
        position += 1
    }

    private mutating func sectionText() throws(ImageError) -> String {
        guard !open.isEmpty else { throw problem("text stands outside of the image") }
        position += 9
        return try take(upTo: "]]>", of: "a CDATA section")
    }

    /// The text up to the next markup; nothing when it is white space around the document.
    private mutating func readText() throws(ImageError) -> String? {
        let start = position
        if open.isEmpty {
            guard skipSpace() else { throw problem("text stands outside of the image") }
            return nil
        }
        let text = try readCharacters { $0 == UInt8(ascii: "<") }
        guard !text.contains("]]>") else {
            throw problem("\"]]>\" may not stand in text", at: start)
        }
        return text
    }

    /// Characters up to one that ends them, with references replaced.
    private mutating func readCharacters(
        until isEnd: (UInt8) -> Bool
    ) throws(ImageError) -> String {
        var text: [UInt8] = []
        while position < bytes.count, !isEnd(bytes[position]) {
            if bytes[position] == UInt8(ascii: "&") {
                text.append(contentsOf: String(try readReference()).utf8)
            } else {
                text.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The entities that every document has.
    private static let entities: [String: Unicode.Scalar] = [
        "amp": "&", "apos": "'", "gt": ">", "lt": "<", "quot": "\"",
    ]

    private mutating func readReference() throws(ImageError) -> Character {
        let start = position
        let rest = bytes[(start + 1)...].prefix(ImageLimits.maximumNameBytes)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else {
            throw problem("an ampersand begins no reference; write &amp;", at: start)
        }
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        guard let scalar = Self.entities[name] ?? Self.scalar(numbered: name) else {
            throw problem(
                "the entity &\(Self.shown(name)); is not allowed, only amp, apos, gt, lt, quot and "
                    + "numbers",
                at: start
            )
        }
        position = end + 1
        return Character(scalar)
    }

    private static func scalar(numbered name: String) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return nil }
        let isHexadecimal = name.hasPrefix("#x")
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        guard let first = digits.utf8.first, first != UInt8(ascii: "+"),
            let number = UInt32(digits, radix: isHexadecimal ? 16 : 10),
            let scalar = Unicode.Scalar(number)
        else { return nil }
        let isAllowed =
            number >= 0x20
            ? number != 0xFFFE && number != 0xFFFF : [0x9, 0xA, 0xD].contains(number)
        return isAllowed ? scalar : nil
    }

    /// A name of the file's as it may stand in a sentence.
    static func shown(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.prefix(40).filter { $0.value >= 0x20 }))
    }
}

// MARK: - Tags

extension XMLReader {
    private mutating func readStart() throws(ImageError) -> XMLElement {
        let start = position
        try refuseOtherMarkup()
        position += 1
        let name = try readName("an element's name")
        let attributes = try readAttributes(of: name)
        guard elementCount == 0 || !open.isEmpty else {
            throw problem("<\(name)> stands outside of the image", at: start)
        }
        elementCount += 1
        open.append(name)
        guard elementCount <= ImageLimits.maximumElements else {
            throw problem("there are more than \(ImageLimits.maximumElements) elements", at: start)
        }
        guard open.count <= ImageLimits.maximumDepth else {
            throw problem(
                "elements lie more than \(ImageLimits.maximumDepth) deep in one another",
                at: start
            )
        }
        isEmpty = starts("/")
        if isEmpty { position += 1 }
        guard starts(">") else { throw problem("the tag of <\(name)> is not closed", at: start) }
        position += 1
        return XMLElement(name: name, attributes: attributes, position: start)
    }

    private func refuseOtherMarkup() throws(ImageError) {
        if starts("<?") {
            throw problem("a processing instruction is not allowed; remove it")
        }
        if starts("<!") {
            throw problem("a DOCTYPE or another declaration is not allowed; remove it")
        }
    }

    private mutating func readEnd() throws(ImageError) {
        let start = position
        position += 2
        let name = try readName("an element's name")
        skipSpace()
        guard starts(">") else { throw problem("the tag </\(name)> is not closed", at: start) }
        position += 1
        guard open.popLast() == name else {
            throw problem("</\(name)> closes no element that is open there", at: start)
        }
    }

    private mutating func readAttributes(
        of element: String
    ) throws(ImageError) -> [XMLAttribute] {
        var attributes: [XMLAttribute] = []
        while true {
            let isSeparate = skipSpace()
            if position >= bytes.count || starts(">") || starts("/") { return attributes }
            let start = position
            let name = try readName("an attribute's name")
            guard isSeparate else {
                throw problem("white space is missing before the attribute \(name)", at: start)
            }
            guard !attributes.contains(where: { $0.name == name }) else {
                throw problem("the attribute \(name) stands there twice", at: start)
            }
            guard attributes.count < ImageLimits.maximumAttributes else {
                let most = ImageLimits.maximumAttributes
                throw problem("<\(element)> has more than \(most) attributes", at: start)
            }
            let value = try readValue(of: name)
            attributes.append(XMLAttribute(name: name, value: value, position: start))
        }
    }

    private mutating func readValue(of name: String) throws(ImageError) -> String {
        skipSpace()
        guard starts("=") else { throw problem("the attribute \(name) has no value") }
        position += 1
        skipSpace()
        guard starts("\"") || starts("'") else {
            throw problem("the value of the attribute \(name) must stand in quotes")
        }
        let start = position
        let quote = bytes[position]
        position += 1
        let value = try readCharacters { $0 == quote || $0 == UInt8(ascii: "<") }
        guard position < bytes.count, bytes[position] == quote else {
            throw problem("the value of the attribute \(name) is not closed", at: start)
        }
        position += 1
        return value
    }

    private mutating func readName(_ what: String) throws(ImageError) -> String {
        let start = position
        while position < bytes.count, Self.isNamePart(bytes[position], isFirst: position == start) {
            position += 1
        }
        guard (1...ImageLimits.maximumNameBytes).contains(position - start) else {
            throw problem("\(what) was expected", at: start)
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    static func isNamePart(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"):
            true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: ":"):
            !isFirst
        default: false
        }
    }

    /// Whether a name may stand before a colon: whether it has none itself.
    static func isPrefix(_ name: Substring) -> Bool {
        guard let first = name.utf8.first else { return false }
        return isNamePart(first, isFirst: true) && !name.utf8.contains(UInt8(ascii: ":"))
    }

    /// The declaration that a document may begin with; another encoding would be another text.
    private mutating func readDeclaration() throws(ImageError) {
        guard starts("<?xml"), bytes.count > position + 5, Self.isSpace(bytes[position + 5]) else {
            return
        }
        let start = position
        position += 5
        var attributes: [XMLAttribute] = []
        while skipSpace(), !starts("?>") {
            let name = try readName("a part of the XML declaration")
            let value = try readValue(of: name)
            attributes.append(XMLAttribute(name: name, value: value, position: start))
        }
        let names = attributes.map(\.name)
        let orders = [["version"], ["version", "encoding"], ["version", "standalone"]]
        let isOrdered = orders.contains(names) || names == orders[1] + ["standalone"]
        let hasReference = bytes[start..<position].contains(UInt8(ascii: "&"))
        guard starts("?>"), isOrdered, !hasReference else {
            throw problem("the XML declaration is damaged", at: start)
        }
        position += 2
        guard attributes.allSatisfy(Self.isUsual) else {
            throw problem("the XML declaration must say version 1.0 and UTF-8", at: start)
        }
    }

    /// Whether a part of the declaration says what holds for every image.
    private static func isUsual(_ part: XMLAttribute) -> Bool {
        switch part.name {
        case "version": part.value == "1.0"
        case "encoding": part.value.lowercased() == "utf-8"
        default: part.value == "yes" || part.value == "no"
        }
    }
}
