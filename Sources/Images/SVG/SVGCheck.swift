/// Sees that an SVG image draws and does nothing else.
struct SVGCheck {
    private struct OpenElement {
        let name: String
        /// Whether the prefix for links has been declared.
        let hasLinkPrefix: Bool
        let position: Int
    }

    private var reader: XMLReader
    private var open: [OpenElement] = []
    private var references = SVGReferences()
    private var size: PixelSize?
    /// The text of the style sheet that is being read: comments in between do not divide it.
    private var sheet = ""

    static func size(of bytes: [UInt8]) throws(ImageError) -> PixelSize? {
        var check = SVGCheck(reader: try XMLReader(bytes))
        try check.walk()
        return check.size
    }

    private init(reader: XMLReader) {
        self.reader = reader
    }

    private mutating func walk() throws(ImageError) {
        while true {
            let position = reader.position
            guard let piece = try reader.next() else { break }
            switch piece {
            case .start(let element): try begin(element)
            case .text(let text): try read(text, at: position)
            case .end: try finish()
            }
        }
        if let problem = references.problem {
            throw reader.problem(problem.text, at: problem.position)
        }
    }

    private mutating func begin(_ element: XMLElement) throws(ImageError) {
        let name = element.name
        if open.isEmpty {
            guard name == "svg" else {
                throw reader.problem(
                    "the outermost element is <\(name)>, not <svg>",
                    at: element.position
                )
            }
            guard element.value(of: "xmlns") == SVGVocabulary.namespace else {
                throw reader.problem(
                    "<svg> must have xmlns=\"\(SVGVocabulary.namespace)\"",
                    at: element.position
                )
            }
            size = try SVGSize(element).pixels(reader)
        }
        guard SVGVocabulary.elements.contains(name) else {
            throw reader.problem("the element <\(name)> is not allowed", at: element.position)
        }
        if let parent = open.last?.name, SVGVocabulary.wordElements.contains(parent) {
            throw reader.problem("<\(parent)> may have text in it alone", at: element.position)
        }
        references.begin(id: element.value(of: "id"), at: element.position)
        let declares = element.value(of: "xmlns:xlink") != nil
        open.append(
            OpenElement(
                name: name,
                hasLinkPrefix: declares || open.last?.hasLinkPrefix == true,
                position: element.position
            )
        )
        for attribute in element.attributes { try check(attribute, of: name) }
    }

    private mutating func read(_ text: String, at position: Int) throws(ImageError) {
        guard let parent = open.last?.name else { return }
        if parent == "style" { sheet += text }
        guard SVGVocabulary.textElements.contains(parent) || text.utf8.allSatisfy(XMLReader.isSpace)
        else { throw reader.problem("text may not stand in <\(parent)>", at: position) }
    }

    private mutating func finish() throws(ImageError) {
        guard let element = open.popLast() else { return }
        if element.name == "style" {
            let style = StyleText(sheet)
            if let problem = style.problem { throw reader.problem(problem, at: element.position) }
            sheet = ""
        }
        references.finish()
    }

    private mutating func check(
        _ attribute: XMLAttribute,
        of element: String
    ) throws(ImageError) {
        let (name, value) = (attribute.name, attribute.value)
        if name == "xmlns" || name.hasPrefix("xmlns:") {
            return try checkNamespace(attribute)
        }
        if name == "href" || name == "xlink:href" {
            return try checkLink(attribute, of: element)
        }
        guard SVGVocabulary.isAttribute(name) else {
            throw reader.problem(
                "the attribute \(name) of <\(element)> is not allowed",
                at: attribute.position
            )
        }
        if SVGVocabulary.isWording(name) { return }
        let style = StyleText(value)
        if let problem = style.problem {
            throw reader.problem("the attribute \(name): \(problem)", at: attribute.position)
        }
        references.add(style.references)
    }

    /// One word must mean one thing: no other name for what is refused under its own.
    private func checkNamespace(_ attribute: XMLAttribute) throws(ImageError) {
        let expected: String? =
            switch attribute.name {
            case "xmlns": SVGVocabulary.namespace
            case "xmlns:xlink": SVGVocabulary.linkNamespace
            case "xmlns:xml", "xmlns:xmlns": nil
            // A prefix that no element and no attribute may have does no harm.
            default: XMLReader.isPrefix(attribute.name.dropFirst(6)) ? attribute.value : nil
            }
        guard attribute.value == expected, !attribute.value.isEmpty else {
            throw reader.problem(
                "\(attribute.name) may not be \"\(XMLReader.shown(attribute.value))\"",
                at: attribute.position
            )
        }
    }

    private mutating func checkLink(
        _ attribute: XMLAttribute,
        of element: String
    ) throws(ImageError) {
        let (name, value) = (attribute.name, attribute.value)
        guard name == "href" || open.last?.hasLinkPrefix == true else {
            throw reader.problem(
                "xlink:href needs xmlns:xlink=\"\(SVGVocabulary.linkNamespace)\"",
                at: attribute.position
            )
        }
        if element == "image" {
            guard let problem = EmbeddedImage.problem(with: value) else { return }
            throw reader.problem(problem, at: attribute.position)
        }
        guard SVGVocabulary.referringElements.contains(element), value.hasPrefix("#") else {
            throw reader.problem(
                "the attribute \(name) of <\(element)> may only name an element of the image: #id",
                at: attribute.position
            )
        }
        references.add([String(value.dropFirst())])
    }
}
