private import CSodium

/// The two ways in which bytes are spelled in base64.
public enum Base64: Sendable {
    /// As in PEM: with `+`, `/` and padding.
    case standard
    /// As in tokens: with `-`, `_` and no padding.
    case url

    private var variant: Int32 {
        switch self {
        case .standard: sodium_base64_VARIANT_ORIGINAL
        case .url: sodium_base64_VARIANT_URLSAFE_NO_PADDING
        }
    }

    /// The bytes that a text spells; nothing when it has anything else in it, or when the same bytes
    /// would be spelled otherwise.
    public func bytes(of text: String) -> [UInt8]? {
        bytes(of: Array(text.utf8)[...])
    }

    /// The bytes that a text in ASCII spells; nothing as above.
    public func bytes(of text: ArraySlice<UInt8>) -> [UInt8]? {
        let spelling = text.map(CChar.init(bitPattern:))
        var bytes = [UInt8](repeating: 0, count: spelling.count)
        var count = 0
        let status = unsafe sodium_base642bin(
            &bytes,
            bytes.count,
            spelling,
            spelling.count,
            nil,
            &count,
            nil,
            variant
        )
        guard status == 0 else { return nil }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// The one spelling of some bytes.
    public func text(of bytes: [UInt8]) -> String {
        let length = sodium_base64_encoded_len(bytes.count, variant)
        var spelling = [CChar](repeating: 0, count: length)
        _ = unsafe sodium_bin2base64(&spelling, length, bytes, bytes.count, variant)
        // The last one is the null character of C.
        return String(decoding: spelling.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
