/// What is known of an image that may be shown to anybody.
///
/// The kind is told by the content alone. Every file is walked from its first byte to its last, so
/// that nothing can hide in one: what is no image, what is two things at once, and what does
/// anything but show itself is refused.
public struct CheckedImage: Hashable, Sendable {
    /// What it is.
    public let type: ImageType
    /// How large it is; an SVG image need not say so.
    public let size: PixelSize?

    /// Looks through a file.
    public init(_ bytes: [UInt8]) throws(ImageError) {
        guard !bytes.isEmpty else {
            throw ImageError("The body is empty; send the bytes of an image.")
        }
        guard bytes.count <= ImageLimits.maximumBytes else {
            throw ImageError(
                "The image has \(bytes.count) bytes; at most \(ImageLimits.maximumBytes) are "
                    + "accepted."
            )
        }
        guard let type = ImageType(beginningOf: bytes) else {
            throw ImageError(
                "The body is no PNG, JPEG, WebP or SVG image: it begins with the bytes "
                    + "\(Self.hexadecimal(bytes.prefix(8)))."
            )
        }
        self.type = type
        size =
            switch type {
            case .png: try PNGCheck.size(of: bytes)
            case .jpeg: try JPEGCheck.size(of: bytes)
            case .webP: try WebPCheck.size(of: bytes)
            case .svg: try SVGCheck.size(of: bytes)
            }
    }

    private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined(separator: " ")
    }
}
