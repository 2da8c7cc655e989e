import CivilTime
import Engine

/// Events as bytes, for files between two passes: shorter than their lines, and read faster.
public struct LineCodec {
    /// Adds an event to some bytes.
    public static func append(_ event: EventLine, to bytes: inout [UInt8]) {
        append(event.userID, to: &bytes)
        switch event.source {
        case .metric(let key):
            bytes.append(0)
            append(key, to: &bytes)
        case .streak(let key):
            bytes.append(1)
            append(key, to: &bytes)
        }
        switch event.time {
        case .at(let moment):
            bytes.append(0)
            append(moment.microseconds, to: &bytes)
        case .on(let date):
            bytes.append(1)
            append(Int64(date.dayNumber), to: &bytes)
        }
        append(event.amount.millionths, to: &bytes)
        bytes.append(event.key == nil ? 0 : event.sharesKey ? 2 : 1)
        if let key = event.key { append(key, to: &bytes) }
        append(Int64(event.attributes.count), to: &bytes)
        for (key, value) in event.attributes {
            append(key, to: &bytes)
            append(value, to: &bytes)
        }
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        append(Int64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    private let bytes: [UInt8]
    private var index = 0

    /// A reader of events.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next event; nothing at the end, or where the rest is none.
    public mutating func next() -> EventLine? {
        guard let userID = text(), let isTick = byte(), let source = text(), let isDay = byte(),
            let time = number(), let amount = number(), let hasKey = byte()
        else { return nil }
        let key = hasKey > 0 ? text() : nil
        guard hasKey == 0 || key != nil, let count = number() else { return nil }
        var attributes: [String: String] = [:]
        for _ in 0..<max(0, count) {
            guard let name = text(), let value = text() else { return nil }
            attributes[name] = value
        }
        return EventLine(
            userID: userID,
            source: isTick == 1 ? .streak(source) : .metric(source),
            time: isDay == 1
                ? .on(CivilDate(dayNumber: Int32(clamping: time)))
                : .at(Instant(microseconds: time)),
            amount: Amount(millionths: amount),
            key: key,
            sharesKey: hasKey == 2,
            attributes: attributes
        )
    }

    private mutating func byte() -> UInt8? {
        guard index < bytes.count else { return nil }
        defer { index += 1 }
        return bytes[index]
    }

    private mutating func number() -> Int64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let next = byte() {
            guard shift < 64 else { return nil }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
            shift += 7
        }
        return nil
    }

    private mutating func text() -> String? {
        guard let count = number(), count >= 0, count <= Int64(bytes.count - index) else {
            return nil
        }
        let end = index + Int(count)
        defer { index = end }
        return String(decoding: bytes[index..<end], as: UTF8.self)
    }
}
