/// An image within an image, as a `data:` address.
enum EmbeddedImage {
    /// What keeps an address from being one, as the rest of a sentence; nothing if it is one.
    static func problem(with address: String) -> String? {
        let types = SVGVocabulary.embeddedTypes
        guard
            let type = types.first(where: {
                address.hasPrefix("data:\($0.mediaType);base64,")
            })
        else {
            return "an image may only embed a PNG, JPEG or WebP image: data:image/png;base64,…"
        }
        let text = address.utf8.dropFirst("data:\(type.mediaType);base64,".utf8.count)
        guard let bytes = Base64.bytes(of: text) else {
            return "the embedded image is not valid Base64"
        }
        do {
            let image = try CheckedImage(bytes)
            return image.type == type ? nil : "the embedded image is a \(image.type.name) image"
        } catch {
            return "its embedded image is refused: \(error.message.dropLast())"
        }
    }
}
