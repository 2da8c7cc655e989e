/// What an event adds to a metric: an exact decimal with six places.
///
/// Totals are sums of many amounts that arrive in any order and may be taken back later, so they
/// are kept as whole millionths: 0.1 + 0.2 is 0.3, and removing an event undoes exactly what it did.
public struct Amount: Hashable, Comparable, Sendable {
    /// The amount in millionths.
    public var millionths: Int64

    /// An amount of so many millionths.
    public init(millionths: Int64) {
        self.millionths = millionths
    }

    /// A whole amount.
    public init(_ whole: Int32) {
        millionths = Int64(whole) * Self.scale
    }

    /// No amount at all.
    public static let zero = Amount(millionths: 0)

    /// The largest magnitude that one event may carry: a million millions.
    public static let maximumMagnitude = Amount(millionths: 1_000_000_000_000 * scale)

    /// The largest magnitude that a total may have at the end of any day: four million millions.
    ///
    /// It is less than half of what fits, so that what happened between any two days fits too.
    public static let maximumTotal = Amount(millionths: 4_000_000_000_000 * scale)

    /// How many parts one has.
    public static let scale: Int64 = 1_000_000
    static let places = 6

    /// Whether the magnitude is one that an event may carry.
    public var isWithinEventLimit: Bool {
        millionths.magnitude <= Self.maximumMagnitude.millionths.magnitude
    }

    /// Whether the magnitude is one that a total may have.
    public var isWithinTotalLimit: Bool {
        millionths.magnitude <= Self.maximumTotal.millionths.magnitude
    }

    /// Orders amounts by value.
    public static func < (left: Amount, right: Amount) -> Bool {
        left.millionths < right.millionths
    }

    /// The sum, or nothing when it is too large to be kept.
    public func adding(_ other: Amount) -> Amount? {
        let (sum, overflows) = millionths.addingReportingOverflow(other.millionths)
        return overflows ? nil : Amount(millionths: sum)
    }

    /// The same amount taken away.
    public var negated: Amount { Amount(millionths: -millionths) }
}

// MARK: - Text

extension Amount: CustomStringConvertible {
    /// The shortest decimal that spells the amount, as JSON writes numbers: `12`, `-0.5`.
    public var description: String {
        let whole = String(millionths.magnitude / UInt64(Self.scale))
        let sign = millionths < 0 ? "-" : ""
        var fraction = millionths.magnitude % UInt64(Self.scale)
        guard fraction > 0 else { return sign + whole }
        var width = Self.places
        while fraction.isMultiple(of: 10) {
            fraction /= 10
            width -= 1
        }
        let digits = String(fraction)
        return sign + whole + "." + String(repeating: "0", count: width - digits.utf8.count)
            + digits
    }

    /// The amount that a JSON number spells, rounded half away from zero to six places.
    ///
    /// Nothing when the text is not a number or its magnitude is above what one event may carry.
    public init?(decimal text: String) {
        guard let literal = DecimalLiteral(text),
            let millionths = literal.scaled(places: Self.places)
        else { return nil }
        self.init(millionths: millionths)
        guard isWithinEventLimit else { return nil }
    }
}
