/// Reads the compiled time zone files of the system: TZif, RFC 9636, versions 1 to 4.
///
/// The bytes are not trusted: every count is checked before use, and a file that breaks a rule
/// of the format is refused rather than half understood.
struct TZifFile {
    /// Far above any real file (a few kilobytes), far below what could hurt.
    static let maximumByteCount = 256 * 1024
    /// Far above any real table (a few hundred).
    static let maximumChangeCount = 20_000

    private let bytes: [UInt8]
    private var position = 0

    /// The rules that a file states.
    static func rules(_ bytes: [UInt8], named name: String) throws(CivilTimeError) -> TimeZoneRules
    {
        do throws(Malformed) {
            guard bytes.count <= maximumByteCount else { throw Malformed("it is too large") }
            var file = TZifFile(bytes: bytes)
            return try file.rules()
        } catch {
            throw CivilTimeError(
                .malformedZone,
                "The system's time zone file for \(quoted(name)) cannot be read: \(error.reason). "
                    + "Reinstall the system's tzdata package."
            )
        }
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    struct Malformed: Error {
        var reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// The counts of one block, in the order in which the header has them.
    private struct Header {
        var version: UInt8
        var universalCount: Int
        var standardCount: Int
        var leapCount: Int
        var changeCount: Int
        var typeCount: Int
        var nameByteCount: Int

        func blockByteCount(timeSize: Int) -> Int {
            changeCount * (timeSize + 1) + typeCount * 6 + nameByteCount
                + leapCount * (timeSize + 4) + standardCount + universalCount
        }
    }

    private mutating func rules() throws(Malformed) -> TimeZoneRules {
        let first = try header()
        guard first.version != 0 else {
            let block = try block(first, timeSize: 4)
            return TimeZoneRules(initialOffset: block.initial, changes: block.changes, footer: nil)
        }
        try skip(first.blockByteCount(timeSize: 4))
        let second = try header()
        guard second.version == first.version else { throw Malformed("its versions differ") }
        let block = try block(second, timeSize: 8)
        return TimeZoneRules(
            initialOffset: block.initial,
            changes: block.changes,
            footer: try footer()
        )
    }
}

// MARK: - Parts of the file

extension TZifFile {
    private mutating func header() throws(Malformed) -> Header {
        guard try take(4).elementsEqual("TZif".utf8) else {
            throw Malformed("it does not begin with \"TZif\"")
        }
        // The format promises that readers of version 4 can read what later versions write.
        let version = try byte()
        guard version == 0 || (UInt8(ascii: "2")...UInt8(ascii: "9")).contains(version) else {
            throw Malformed("its version is unknown")
        }
        try skip(15)
        return Header(
            version: version,
            universalCount: try count(),
            standardCount: try count(),
            leapCount: try count(),
            changeCount: try count(),
            typeCount: try count(),
            nameByteCount: try count()
        )
    }

    private func check(_ header: Header, timeSize: Int) throws(Malformed) {
        guard header.blockByteCount(timeSize: timeSize) <= bytes.count - position else {
            throw Malformed("it is cut short")
        }
        guard (1...256).contains(header.typeCount), header.nameByteCount >= 1 else {
            throw Malformed("it has no local time type, or too many")
        }
        guard [0, header.typeCount].contains(header.standardCount),
            [0, header.typeCount].contains(header.universalCount)
        else { throw Malformed("its indicator counts are wrong") }
        guard header.changeCount <= Self.maximumChangeCount else {
            throw Malformed("it has too many transitions")
        }
    }

    private mutating func block(
        _ header: Header,
        timeSize: Int
    ) throws(Malformed) -> (initial: Int, changes: [OffsetChange]) {
        try check(header, timeSize: timeSize)
        let seconds = try seconds(header, timeSize: timeSize)
        let indexes = Array(try take(header.changeCount))
        let types = try types(header)
        try skip(header.nameByteCount)
        let leaps = try leaps(header, timeSize: timeSize)
        try skip(header.standardCount + header.universalCount)

        var changes: [OffsetChange] = []
        for (second, index) in zip(seconds, indexes) {
            guard index < types.count else { throw Malformed("a transition has no type") }
            changes.append(
                OffsetChange(
                    second: Self.withoutLeapSeconds(second, leaps),
                    offset: types[Int(index)]
                )
            )
        }
        return (types[0], changes)
    }

    /// The moments of the transitions.
    private mutating func seconds(
        _ header: Header,
        timeSize: Int
    ) throws(Malformed) -> [Int64] {
        var seconds: [Int64] = []
        for _ in 0..<header.changeCount {
            let second = try integer(byteCount: timeSize)
            if let last = seconds.last, last >= second {
                throw Malformed("its transitions are out of order")
            }
            seconds.append(second)
        }
        return seconds
    }

    /// The offset of each local time type.
    private mutating func types(_ header: Header) throws(Malformed) -> [Int] {
        var offsets: [Int] = []
        for _ in 0..<header.typeCount {
            let offset = Int(try integer(byteCount: 4))
            let isDaylight = try byte()
            let nameIndex = Int(try byte())
            guard abs(offset) < TimeZoneRules.maximumOffset else {
                throw Malformed("an offset is over a day")
            }
            guard isDaylight <= 1, nameIndex < header.nameByteCount else {
                throw Malformed("a local time type is wrong")
            }
            offsets.append(offset)
        }
        return offsets
    }

    private mutating func leaps(
        _ header: Header,
        timeSize: Int
    ) throws(Malformed) -> [(second: Int64, correction: Int64)] {
        var leaps: [(second: Int64, correction: Int64)] = []
        for _ in 0..<header.leapCount {
            let second = try integer(byteCount: timeSize)
            let correction = try integer(byteCount: 4)
            if let last = leaps.last, last.second >= second {
                throw Malformed("its leap seconds are out of order")
            }
            leaps.append((second, correction))
        }
        return leaps
    }

    /// Files that count leap seconds are ahead of the time that everyone else counts.
    private static func withoutLeapSeconds(
        _ second: Int64,
        _ leaps: [(second: Int64, correction: Int64)]
    ) -> Int64 {
        let correction = leaps.last { $0.second <= second }?.correction ?? 0
        return second.clampedAdding(-correction)
    }

    /// The `TZ` string between two line feeds; nil when it is empty.
    private mutating func footer() throws(Malformed) -> POSIXTimeZone? {
        guard try byte() == UInt8(ascii: "\n"),
            let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n"))
        else { throw Malformed("its last line is missing") }
        let text = bytes[position..<end]
        guard !text.isEmpty else { return nil }
        guard text.count <= 256, let footer = POSIXTimeZone(text) else {
            throw Malformed("its last line is not a rule")
        }
        return footer
    }
}

// MARK: - Bytes

extension TZifFile {
    private mutating func take(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw Malformed("it is cut short") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    private mutating func skip(_ count: Int) throws(Malformed) {
        _ = try take(count)
    }

    private mutating func byte() throws(Malformed) -> UInt8 {
        guard position < bytes.count else { throw Malformed("it is cut short") }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func count() throws(Malformed) -> Int {
        Int(UInt32(truncatingIfNeeded: try integer(byteCount: 4)))
    }

    /// A signed big-endian number of four or eight bytes.
    private mutating func integer(byteCount: Int) throws(Malformed) -> Int64 {
        var value: Int64 = 0
        for (index, byte) in try take(byteCount).enumerated() {
            value = index == 0 ? Int64(Int8(bitPattern: byte)) : value << 8 | Int64(byte)
        }
        return value
    }
}
