/// The size that an SVG image gives itself.
struct SVGSize {
    private let root: XMLElement

    init(_ root: XMLElement) {
        self.root = root
    }

    /// Its width and height in pixels, or else the size of what it shows; it may have neither.
    func pixels(_ reader: XMLReader) throws(ImageError) -> PixelSize? {
        if let width = length("width"), let height = length("height") {
            let size = PixelSize(width: width, height: height)
            if let problem = size.problem { throw reader.problem(problem, at: root.position) }
            return size
        }
        guard let box = root.value(of: "viewBox") else { return nil }
        let numbers = box.split { " ,\t\r\n".contains($0) }.map { Self.whole($0) }
        guard numbers.count == 4, let width = numbers[2], let height = numbers[3] else {
            return nil
        }
        // It need not say how large the image is shown, so it may be as large as it likes.
        let size = PixelSize(width: width, height: height)
        return size.problem == nil ? size : nil
    }

    /// A length in pixels; nothing if it is one in other units.
    private func length(_ name: String) -> Int? {
        guard var text = root.value(of: name)?[...] else { return nil }
        while text.last == " " { text.removeLast() }
        if text.hasSuffix("px") { text = text.dropLast(2) }
        return Self.whole(text)
    }

    /// The whole number next to a decimal; never zero for what is larger than nothing.
    private static func whole(_ text: Substring) -> Int? {
        let isDecimal = text.utf8.allSatisfy { "0123456789.+-eE".utf8.contains($0) }
        guard isDecimal, let number = Double(text) else { return nil }
        let bound = Double(Int32.max)
        let nearest = max(-bound, min(bound, number)).rounded()
        return nearest == 0 && number > 0 ? 1 : Int(nearest)
    }
}
