import CivilTime
import OperatingSystem

/// How far something is that takes long: a line now and then, with the rate and the time that is
/// left.
struct ImportProgress {
    private let what: String
    private let total: Int?
    private let began = ContinuousClock.now
    private var told = ContinuousClock.now
    private(set) var done = 0
    /// How often a line is told.
    private static let interval = Duration.seconds(2)

    /// Something of which there is so much, if that is known.
    init(_ what: String, of total: Int?) {
        self.what = what
        self.total = total
    }

    /// How long it has taken, in seconds.
    var seconds: Double {
        let time = ContinuousClock.now - began
        return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }

    /// Goes on by so much.
    mutating func advance(by count: Int) {
        done += count
        let now = ContinuousClock.now
        guard now - told >= Self.interval else { return }
        told = now
        Console.printError(line)
    }

    private var line: String {
        let rate = Double(done) / max(seconds, 0.001)
        var parts = ["\(done.grouped) \(what)", "\(Int(rate).grouped) a second"]
        if let total, total > 0, rate > 0 {
            parts[0] += " of \(total.grouped)"
            parts.insert("\(min(100, 100 * done / total)) %", at: 0)
            parts.append("\(Self.text(seconds: Double(max(0, total - done)) / rate)) left")
        }
        return "laurel: " + parts.joined(separator: ", ")
    }

    private static func text(seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        if whole < 120 { return "\(whole) s" }
        return whole < 7_200 ? "\(whole / 60) min" : "\(whole / 3_600) h"
    }
}

extension Int {
    /// The number with commas: `1,234,567`.
    var grouped: String {
        var text = ""
        for (index, digit) in String(magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }
}
