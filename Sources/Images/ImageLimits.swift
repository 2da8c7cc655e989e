/// What an image may be, in one place.
public enum ImageLimits {
    /// The longest file.
    public static let maximumBytes = 1 << 20
    /// The widest and the highest image, in pixels.
    public static let maximumSide = 4_096
    /// How many elements an SVG image may have, and how deep they may lie in one another.
    static let maximumElements = 20_000
    static let maximumDepth = 64
    /// How many attributes one element may have.
    static let maximumAttributes = 100
    /// How many elements an SVG image may come to when everything that is used twice counts twice.
    static let maximumDrawnElements = 100_000
    /// How long a chain of references may be.
    static let maximumReferenceDepth = 16
    /// The longest name of an element, an attribute or an entity, in bytes.
    static let maximumNameBytes = 100
}
