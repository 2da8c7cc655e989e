import Testing

@testable import Images

@Suite struct SVGTests {
    static let good: [Row<String, String>] = [
        Row("a path", Pictures.svg, "24 × 24"),
        Row(
            "a declaration, comments and space around",
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone='no'?>\n<!-- by hand -->\n"
                + Pictures.svg + "\n<!-- end -->\n",
            "24 × 24"
        ),
        Row("a byte order mark", "\u{feff}" + Pictures.svg, "24 × 24"),
        Row(
            "a gradient",
            Pictures.makeSVG(
                """
                <defs><linearGradient id="g" xmlns:xlink="http://www.w3.org/1999/xlink"
                xlink:href="#h"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
                <rect fill="url(#g)" style="stroke:url( '#g' ) red" transform="rotate(45 1,2)"/>
                """
            ),
            "24 × 24"
        ),
        Row(
            "a style sheet as editors write it",
            Pictures.makeSVG(
                """
                <style type="text/css"><![CDATA[.a > .b{fill:URL(#g);color:rgb(1,2,3)}
                @media (prefers-color-scheme:dark){.a{fill:#fff}}
                @keyframes k{to{transform:rotate(1turn)}}]]></style><g class="a (old)"/>
                """
            ),
            "24 × 24"
        ),
        Row(
            "words",
            Pictures.makeSVG(
                "<title>A &amp; B &#x1F680;</title><text x='1'>é<tspan>!</tspan></text>"
            ),
            "24 × 24"
        ),
        Row(
            "an embedded PNG",
            Pictures.makeSVG(
                "<image href=\"data:image/png;base64,\(Base64.text(of: Pictures.png))\"/>"
            ),
            "24 × 24"
        ),
        Row("pixels and decimals", svg(#"width="100.4px" height="0.2""#), "100 × 1"),
        Row("a box alone", svg(#"viewBox="0,0 512 256""#), "512 × 256"),
        Row("other units", svg(#"width="10mm" height="5mm" viewBox="0 0 20 10""#), "20 × 10"),
        Row("a box that is huge", svg(#"viewBox="0 0 1e300 10""#), "unknown"),
        Row("no size", svg(#"width="100%" height="100%""#), "unknown"),
        Row("a prefix nobody uses", svg(#"xmlns:inkscape="http://inkscape.org/x""#), "unknown"),
    ]

    private static func svg(_ attributes: String) -> String {
        "<svg xmlns='\(SVGVocabulary.namespace)' \(attributes)/>"
    }

    @Test(arguments: good) func `an image that only draws is accepted`(
        row: Row<String, String>
    ) throws {
        let image = try CheckedImage(Array(row.input.utf8))
        #expect(image.type == .svg)
        let size = image.size.map { "\($0.width) × \($0.height)" } ?? "unknown"
        #expect(size == row.expected)
    }

    /// What stands within `<svg>`, and why it is refused; columns begin behind that tag.
    static let dangers: [Row<String, String>] = [
        Row("a script", "<script>alert(1)</script>", "the element <script> is not allowed"),
        Row("a script in capitals", "<SCRIPT/>", "the element <SCRIPT> is not allowed"),
        Row(
            "a script by another name",
            "<a:script xmlns:a='http://www.w3.org/2000/svg'/>",
            "the element <a:script> is not allowed"
        ),
        Row("foreign content", "<foreignObject/>", "the element <foreignObject> is not allowed"),
        Row("a link", "<a href='#x'/>", "the element <a> is not allowed"),
        Row("an animation", "<set attributeName='href'/>", "the element <set> is not allowed"),
        Row("a handler", "<g onload='x()'/>", "the attribute onload of <g> is not allowed"),
        Row(
            "a handler in capitals",
            "<g ONLOAD=''/>",
            "the attribute ONLOAD of <g> is not allowed"
        ),
        Row("a base", "<g xml:base='//x'/>", "the attribute xml:base of <g> is not allowed"),
        Row(
            "another language",
            "<g xmlns='http://www.w3.org/1999/xhtml'/>",
            "xmlns may not be \"http://www.w3.org/1999/xhtml\""
        ),
        Row(
            "another meaning of links",
            "<g xmlns:xlink='urn:x'/>",
            "xmlns:xlink may not be \"urn:x\""
        ),
        Row("an empty prefix", "<g xmlns:='a'/>", "xmlns: may not be \"a\""),
        Row("a prefix of two", "<g xmlns:a:b='a'/>", "xmlns:a:b may not be \"a\""),
        Row("a prefix without a meaning", "<g xmlns:a=''/>", "xmlns:a may not be \"\""),
        Row(
            "data with a prefix",
            "<g data-a:b=''/>",
            "the attribute data-a:b of <g> is not allowed"
        ),
        Row(
            "another name for links",
            "<use xmlns:l='http://www.w3.org/1999/xlink' l:href='//x'/>",
            "the attribute l:href of <use> is not allowed"
        ),
        Row(
            "a prefix that was not declared",
            "<use xlink:href='#a'/>",
            "xlink:href needs xmlns:xlink=\"http://www.w3.org/1999/xlink\""
        ),
        Row("an outside use", "<use href='//x/y.svg#a'/>", onlyInside("href", "use")),
        Row("a script's address", "<use href='java&#115;cript:x'/>", onlyInside("href", "use")),
        Row("a link on a group", "<g href='#a'/>", onlyInside("href", "g")),
        Row("an outside image", "<image href='https://x/a.png'/>", onlyEmbedded),
        Row("an SVG within", "<image href='data:image/svg+xml;base64,PHN2Zz4='/>", onlyEmbedded),
        Row("a page within", "<image href='data:text/html,x'/>", onlyEmbedded),
        Row(
            "an embedded page that says PNG",
            "<image href='data:image/png;base64,PGh0bWw+'/>",
            "its embedded image is refused: The SVG image is not accepted: line 1, column 1: the "
                + "outermost element is <html>, not <svg>"
        ),
        Row(
            "embedded garbage",
            "<image href='data:image/png;base64,iVBO='/>",
            "the embedded image is not valid Base64"
        ),
        Row("an outside fill", "<g fill='url(//x)'/>", "the attribute fill: \(onlyURL)"),
        Row("an outside style", "<g style='a:URL( \"x\")'/>", "the attribute style: \(onlyURL)"),
        Row(
            "a function that fetches",
            "<g style='a:image-set(\"x\" 1x)'/>",
            "the attribute style: the function image-set() is not allowed in a style"
        ),
        Row(
            "an escape",
            "<g style='a:u\\72l(x)'/>",
            "the attribute style: a backslash is not allowed in a style"
        ),
        Row(
            "an import",
            "<style>@import 'x';</style>",
            "the rule @import is not allowed in a style"
        ),
        Row(
            "an import in references",
            "<style>&#64;IMPORT 'x';</style>",
            "the rule @import is not allowed in a style"
        ),
        Row("an address that a comment divides", "<style>a{b:u<!-- -->rl(x)}</style>", onlyURL),
        Row("an address that a section divides", "<style>u<![CDATA[rl(x)]]></style>", onlyURL),
        Row(
            "a tag in a style",
            "<style>&lt;script></style>",
            "an angle bracket is not allowed in a style"
        ),
        Row("an element in a title", "<title><g/></title>", "<title> may have text in it alone"),
        Row("text anywhere", "<g>hello</g>", "text may not stand in <g>"),
        Row(
            "a processing instruction",
            "<?xml-stylesheet href='x'?>",
            "a processing instruction is not allowed; remove it"
        ),
        Row("an unknown entity", "<text>&nbsp;</text>", noEntity("nbsp")),
        Row("a reference to nothing", "<text>&#0;</text>", noEntity("#0")),
        Row("half a surrogate", "<text>&#xD800;</text>", noEntity("#xD800")),
        Row(
            "a lone ampersand",
            "<text>a & b</text>",
            "an ampersand begins no reference; write &amp;"
        ),
        Row("a tag that is open", "<g>", "</svg> closes no element that is open there"),
        Row("tags that cross", "<g><path></g></path>", "</g> closes no element that is open there"),
        Row("an attribute twice", "<g id='a' id='b'/>", "the attribute id stands there twice"),
        Row(
            "an attribute without quotes",
            "<g id=a/>",
            "the value of the attribute id must stand in quotes"
        ),
        Row(
            "attributes without space",
            "<g id='a'class='b'/>",
            "white space is missing before the attribute class"
        ),
        Row(
            "a bracket in a value",
            "<g id='<'/>",
            "the value of the attribute id is not closed"
        ),
        Row("hyphens in a comment", "<!-- a -- b -->", "a comment may not have two hyphens in it"),
        Row("a null", "<g id='\0'/>", "a character that XML does not allow"),
        Row("a use of itself", "<g id='a'><use href='#a'/></g>", "the element refers to itself"),
        Row(
            "a chain of uses",
            (0..<20).map { "<g id='g\($0)'><use href='#g\($0 + 1)'/></g>" }.joined(),
            "a chain of references is longer than 16"
        ),
        Row(
            "a bomb of uses",
            bomb { "<use href='#g\($0)'/>" },
            "what it uses comes to more than 100000 elements"
        ),
        Row(
            "a bomb of patterns",
            bomb { "<rect fill='url(#g\($0))'/>" },
            "what it uses comes to more than 100000 elements"
        ),
        Row(
            "too deep",
            String(repeating: "<g>", count: 64),
            "elements lie more than 64 deep in one another"
        ),
        Row(
            "too many elements",
            String(repeating: "<g/>", count: 20_000),
            "there are more than 20000 elements"
        ),
        Row(
            "too many attributes",
            "<g \((0...100).map { "data-a\($0)='' " }.joined())/>",
            "<g> has more than 100 attributes"
        ),
    ]

    private static let onlyURL = "url() may only name an element of the image: url(#id)"
    private static let onlyEmbedded =
        "an image may only embed a PNG, JPEG or WebP image: data:image/png;base64,…"

    private static func onlyInside(_ name: String, _ element: String) -> String {
        "the attribute \(name) of <\(element)> may only name an element of the image: #id"
    }

    private static func noEntity(_ name: String) -> String {
        "the entity &\(name); is not allowed, only amp, apos, gt, lt, quot and numbers"
    }

    private static func bomb(_ reference: (Int) -> String) -> String {
        (0..<9).map { level in
            let ten = String(repeating: reference(level + 1), count: 10)
            return "<pattern id='g\(level)'>\(ten)</pattern>"
        }.joined() + "<path id='g9'/>"
    }

    @Test(arguments: dangers) func `whatever does more than draw is refused`(
        row: Row<String, String>
    ) {
        let text = Pictures.makeSVG(row.input)
        let error = #expect(throws: ImageError.self) { try CheckedImage(Array(text.utf8)) }
        let message = error?.message ?? ""
        #expect(message.hasPrefix("The SVG image is not accepted: line 1, column "))
        #expect(message.hasSuffix(": \(row.expected)."), "\(message)")
    }

    static let documents: [Row<[UInt8], String>] = [
        Row("an entity bomb", [UInt8](bombOfEntities.utf8), "line 1, column 1: \(noDoctype)"),
        Row(
            "an outside entity",
            Array("<?xml version='1.0'?>\n<!DOCTYPE svg SYSTEM \"x\"><svg/>".utf8),
            "line 2, column 1: \(noDoctype)"
        ),
        Row("UTF-16", utf16(bigEndian: true), "line 1, column 1: \(utf16Problem)"),
        Row("UTF-16 the other way", utf16(bigEndian: false), "line 1, column 1: \(utf16Problem)"),
        Row(
            "UTF-16 without a mark",
            Array(utf16(bigEndian: false).dropFirst(2)),
            "line 1, column 1: \(utf16Problem)"
        ),
        Row(
            "Latin",
            Array("<svg id='".utf8) + [0xE9] + Array("'/>".utf8),
            "line 1, column 1: the file is not valid UTF-8; save it as UTF-8"
        ),
        Row(
            "an encoding that hides",
            Array("<?xml version=\"1.0\" encoding=\"UTF-7\"?><svg/>".utf8),
            "line 1, column 1: the XML declaration must say version 1.0 and UTF-8"
        ),
        Row(
            "a declaration of something else",
            Array("<?xml version='1.0' standalone='n'?><svg/>".utf8),
            "line 1, column 1: the XML declaration must say version 1.0 and UTF-8"
        ),
        Row(
            "a declaration with references",
            Array("<?xml version='1.&#48;'?><svg/>".utf8),
            "line 1, column 1: the XML declaration is damaged"
        ),
        Row(
            "space by reference after the end",
            Array((Pictures.svg + "\n&#9;").utf8),
            "line 2, column 1: text stands outside of the image"
        ),
        Row(
            "a page",
            Array("\n<html><svg/></html>".utf8),
            "line 2, column 1: the outermost element is <html>, not <svg>"
        ),
        Row(
            "no namespace",
            Array("<svg/>".utf8),
            "line 1, column 1: <svg> must have xmlns=\"http://www.w3.org/2000/svg\""
        ),
        Row(
            "two images",
            Array((Pictures.svg + "\n  " + Pictures.svg).utf8),
            "line 2, column 3: <svg> stands outside of the image"
        ),
        Row(
            "a page after the end",
            Array((Pictures.svg + "\n<html/>").utf8),
            "line 2, column 1: <html> stands outside of the image"
        ),
        Row(
            "text after the end",
            Array((Pictures.svg + "<!---->\né").utf8),
            "line 2, column 1: text stands outside of the image"
        ),
        Row(
            "a declaration that is late",
            Array((" <?xml version='1.0'?>" + Pictures.svg).utf8),
            "line 1, column 2: a processing instruction is not allowed; remove it"
        ),
        Row(
            "columns count characters",
            Array("<svg xmlns='\(SVGVocabulary.namespace)' id='é🚀' onload=''/>".utf8),
            "line 1, column 49: the attribute onload of <svg> is not allowed"
        ),
        Row(
            "larger than it may be",
            Array("<svg xmlns='\(SVGVocabulary.namespace)' width='9999' height='1'/>".utf8),
            "line 1, column 1: its size is 9999 × 1, but each side must have between 1 and 4096 "
                + "pixels"
        ),
        Row("a bracket", Array("<".utf8), "line 1, column 2: an element's name was expected"),
        Row(
            "nothing but a comment",
            Array("<!-- -->".utf8),
            "line 1, column 9: there is no element in it"
        ),
    ]

    private static let noDoctype = "a DOCTYPE or another declaration is not allowed; remove it"
    private static let utf16Problem = "the file is UTF-16; save it as UTF-8"
    private static let bombOfEntities = """
        <!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
        <svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>
        """

    private static func utf16(bigEndian: Bool) -> [UInt8] {
        let mark: [UInt8] = bigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
        return mark
            + Pictures.svg.utf8.flatMap { bigEndian ? [UInt8(0), $0] : [$0, UInt8(0)] }
    }

    @Test(arguments: documents) func `a document that could be read in two ways is refused`(
        row: Row<[UInt8], String>
    ) {
        let error = #expect(throws: ImageError.self) { try CheckedImage(row.input) }
        #expect(error?.message == "The SVG image is not accepted: \(row.expected).")
    }

    @Test func `a name of the file's own cannot break the sentence that tells of it`() {
        let text = Pictures.makeSVG("<text>&\u{1}\(String(repeating: "x", count: 90));</text>")
        let error = #expect(throws: ImageError.self) { try CheckedImage(Array(text.utf8)) }
        #expect(error?.message.contains("character that XML does not allow") == true)
    }

    @Test func `any text is answered, not crashed over`() {
        let pieces =
            Self.dangers.map(\.input) + Self.good.map(\.input) + [
                "<", ">", "/", "&", ";", "&#", "'", "\"", "=", " ", "<!--", "-->", "<![CDATA[",
                "]]>", "<?", "?>", "</svg>", "url(", "#", ")", "@", "\\", "é", "\u{feff}", "xmlns",
            ]
        let short = pieces.filter { $0.utf8.count < 200 }
        var random = SplitMix64(state: 4_711)
        for _ in 0..<3_000 {
            let count = Int.random(in: 1...8, using: &random)
            let content = (0..<count).map { _ in short.randomElement(using: &random) ?? "" }
            let text = Pictures.makeSVG(content.joined())
            var bytes = Array(text.utf8)
            bytes.remove(at: Int.random(in: 0..<bytes.count, using: &random))
            _ = try? CheckedImage(bytes)
        }
    }
}
