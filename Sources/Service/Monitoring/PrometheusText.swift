/// Figures in the text form that Prometheus reads.
public struct PrometheusText: Sendable {
    /// What kind of figure it is.
    public enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    /// The text so far.
    public private(set) var text = ""
    private var name = ""

    /// A text without figures.
    public init() {}

    /// Begins the samples of a figure.
    public mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// Adds a sample of the figure begun last.
    public mutating func sample(_ labels: [(String, String)] = [], _ value: Double) {
        line(name, labels, value)
    }

    /// Adds a histogram of the figure begun last.
    public mutating func histogram(_ labels: [(String, String)] = [], _ histogram: Histogram) {
        var count = 0
        for (bound, bucket) in zip(histogram.bounds, histogram.counts) {
            count += bucket
            line("\(name)_bucket", labels + [("le", "\(bound)")], Double(count))
        }
        line("\(name)_bucket", labels + [("le", "+Inf")], Double(histogram.count))
        line("\(name)_sum", labels, histogram.sum)
        line("\(name)_count", labels, Double(histogram.count))
    }

    private static func escaped(_ value: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", "\"": escaped.append(contentsOf: ["\\", scalar])
            case "\n": escaped.append(contentsOf: ["\\", "n"])
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    private mutating func line(_ name: String, _ labels: [(String, String)], _ value: Double) {
        let list = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        let number = Int64(exactly: value).map { "\($0)" } ?? "\(value)"
        text += name + (list.isEmpty ? "" : "{\(list)}") + " \(number)\n"
    }
}
