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
        guard let bytes = bytes(ofBase64: text) else {
            return "the embedded image is not valid Base64"
        }
        do {
            let image = try CheckedImage(bytes)
            return image.type == type ? nil : "the embedded image is a \(image.type.name) image"
        } catch {
            return "its embedded image is refused: \(error.message.dropLast())"
        }
    }

    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    private static let values: [UInt8?] = (0..<256).map { byte in
        digits.firstIndex(of: UInt8(byte)).map { UInt8($0) }
    }

    /// The bytes that some Base64 spells; white space does not matter, padding does.
    static func bytes(ofBase64 text: some Sequence<UInt8>) -> [UInt8]? {
        let values = values
        var bytes: [UInt8] = []
        var (bits, bitCount, digitCount, paddingCount) = (UInt32(0), 0, 0, 0)
        for byte in text where !XMLReader.isSpace(byte) {
            digitCount += 1
            if byte == UInt8(ascii: "=") {
                paddingCount += 1
                continue
            }
            guard paddingCount == 0, let value = values[Int(byte)] else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
                bits &= (1 << UInt32(bitCount)) - 1
            }
        }
        guard digitCount.isMultiple(of: 4), paddingCount <= 2, bits == 0 else { return nil }
        return bytes
    }
}
