import CivilTime
import Engine
import JSONText
import Wire

/// Reads the lines that most files are made of, straight from their bytes.
///
/// It knows events with a metric, in plain ASCII, at a whole second of UTC and with a whole amount.
/// Of any other line it says nothing: `HistoryReader` reads it, and finds what is wrong with it.
public struct QuickEventReader {
    private let reader: HistoryReader
    private let latest: Instant
    /// The metrics that the reader takes.
    private var metrics: Set<String> = []
    private var bytes: [UInt8] = []
    private var index = 0

    /// A reader of what another one takes.
    public init(_ reader: HistoryReader) {
        self.reader = reader
        latest = reader.latest
    }

    /// The event that a line is; nothing where it is another line, or has to be looked at more
    /// closely.
    public mutating func event(_ line: [UInt8]) -> EventLine? {
        (bytes, index) = (line, 0)
        guard let found = object() else { return nil }
        guard let userID = text(found.user), UserName.problem(with: userID) == nil,
            let metric = metric(found.metric), let moment = moment(found.timestamp),
            moment <= latest
        else { return nil }
        var key: String?
        if let range = found.key {
            guard !range.isEmpty, range.count <= HistoryLimits.maximumKeyLength else { return nil }
            key = text(range)
        }
        return EventLine(
            userID: userID,
            source: .metric(metric),
            time: .at(moment),
            amount: Amount(found.value ?? 1),
            key: key,
            attributes: [:]
        )
    }

    // MARK: - Values

    private mutating func metric(_ range: Range<Int>?) -> String? {
        guard let key = text(range) else { return nil }
        if metrics.contains(key) { return key }
        let fields = JSONFields(["metric": .string(key)])
        guard case .metric(let known)? = try? reader.source(fields) else { return nil }
        metrics.insert(known)
        return known
    }

    private func text(_ range: Range<Int>?) -> String? {
        range.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// A moment that is written like `2026-01-31T08:30:00Z`.
    private func moment(_ range: Range<Int>?) -> Instant? {
        guard let range, range.count == "2026-01-31T08:30:00Z".utf8.count else { return nil }
        let start = range.lowerBound
        guard bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
            bytes[start + 10] == UInt8(ascii: "T"), bytes[start + 13] == UInt8(ascii: ":"),
            bytes[start + 16] == UInt8(ascii: ":"), bytes[start + 19] == UInt8(ascii: "Z"),
            let century = pair(start), let years = pair(start + 2), let month = pair(start + 5),
            let day = pair(start + 8), let hour = pair(start + 11), let minute = pair(start + 14),
            let second = pair(start + 17), hour < 24, minute < 60, second < 60,
            let date = CivilDate(year: century * 100 + years, month: month, day: day)
        else { return nil }
        let time = hour * 3_600 + minute * 60 + second
        return Instant(seconds: Int64(date.dayNumber) * 86_400 + Int64(time))
    }

    /// Two digits.
    private func pair(_ index: Int) -> Int? {
        let (tens, ones) = (Int(bytes[index]) - 48, Int(bytes[index + 1]) - 48)
        guard (0...9).contains(tens), (0...9).contains(ones) else { return nil }
        return tens * 10 + ones
    }

    // MARK: - The object

    /// Where the fields of a line are.
    private struct Found {
        var user: Range<Int>?
        var metric: Range<Int>?
        var timestamp: Range<Int>?
        var key: Range<Int>?
        var value: Int32?
    }

    private mutating func object() -> Found? {
        var found = Found()
        guard take(UInt8(ascii: "{")) else { return nil }
        repeat {
            skipSpace()
            guard let name = string() else { return nil }
            guard take(UInt8(ascii: ":")) else { return nil }
            skipSpace()
            guard field(name, of: &found) else { return nil }
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")), index == bytes.count else { return nil }
        return found
    }

    /// Takes a field that is there once.
    private mutating func field(_ name: Range<Int>, of found: inout Found) -> Bool {
        if isNamed(name, "value") {
            guard found.value == nil, let value = number() else { return false }
            found.value = value
            return true
        }
        guard let value = string() else { return false }
        if isNamed(name, "user"), found.user == nil {
            found.user = value
        } else if isNamed(name, "metric"), found.metric == nil {
            found.metric = value
        } else if isNamed(name, "timestamp"), found.timestamp == nil {
            found.timestamp = value
        } else if isNamed(name, "idempotencyKey"), found.key == nil {
            found.key = value
        } else {
            return false
        }
        return true
    }

    private func isNamed(_ range: Range<Int>, _ name: String) -> Bool {
        bytes[range].elementsEqual(name.utf8)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
    }

    /// What is between quotes, in ASCII that can be printed and without escapes.
    private mutating func string() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return start..<index - 1
            }
            guard (0x20..<0x7F).contains(byte), byte != UInt8(ascii: "\\") else { return nil }
            index += 1
        }
        return nil
    }

    /// A whole number above zero, of nine digits at most.
    private mutating func number() -> Int32? {
        var number: Int32 = 0
        let start = index
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
            guard index - start < 9 else { return nil }
            number = number * 10 + Int32(bytes[index] - 0x30)
            index += 1
        }
        return index > start && bytes[start] != 0x30 ? number : nil
    }
}
