/// How wide and how high an image is, in pixels.
public struct PixelSize: Hashable, Sendable {
    /// From left to right.
    public let width: Int
    /// From top to bottom.
    public let height: Int

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// What is wrong with it; nothing when it is neither empty nor too large.
    var problem: String? {
        let range = 1...ImageLimits.maximumSide
        guard range.contains(width), range.contains(height) else {
            return "its size is \(width) × \(height), but each side must have between 1 and "
                + "\(ImageLimits.maximumSide) pixels"
        }
        return nil
    }
}
