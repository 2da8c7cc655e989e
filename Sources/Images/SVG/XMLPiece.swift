/// What an XML document is made of, as far as it may be in an image.
enum XMLPiece: Hashable {
    case start(XMLElement)
    /// Characters, with references replaced.
    case text(String)
    case end
}

/// An element's start.
struct XMLElement: Hashable {
    let name: String
    let attributes: [XMLAttribute]
    /// Where it begins, in bytes.
    let position: Int

    /// The value of an attribute.
    func value(of name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }
}

/// An attribute with its value, references replaced.
struct XMLAttribute: Hashable {
    let name: String
    let value: String
    /// Where it begins, in bytes.
    let position: Int
}
