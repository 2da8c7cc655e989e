/// Counts of measurements by size, as a Prometheus histogram tells them.
public struct Histogram: Sendable {
    /// The upper bounds of the buckets; a last one takes whatever is larger.
    public let bounds: [Double]
    /// How many measurements each bucket holds.
    public private(set) var counts: [Int]
    /// The sum of all measurements.
    public private(set) var sum: Double = 0

    /// A histogram without measurements.
    public init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// How many measurements there are.
    public var count: Int { counts.reduce(0, +) }

    /// Adds a measurement.
    public mutating func record(_ value: Double) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.endIndex
        counts[index] += 1
        sum += value
    }
}

extension Duration {
    /// The duration in seconds.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
