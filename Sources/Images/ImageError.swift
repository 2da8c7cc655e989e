/// Why an image is not accepted, with a sentence that names what is wrong and where.
public struct ImageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence, safe to show.
    public let message: String

    /// The sentence.
    public var description: String { message }

    init(_ message: String) {
        self.message = message
    }

    /// A problem at a place in a file: a byte, counted from zero, or a line and a column.
    init(_ type: ImageType, _ position: String, _ problem: String) {
        message = "The \(type.name) image is not accepted: \(position): \(problem)."
    }

    init(_ type: ImageType, byte: Int, _ problem: String) {
        self.init(type, "byte \(byte)", problem)
    }
}
