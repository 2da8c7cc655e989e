/// Cuts bytes that come in pieces into lines, and numbers these.
public struct LineSplitter {
    /// A line.
    public struct Line: Sendable {
        /// Its number, from 1.
        public let number: Int
        /// Its bytes, without what ends it.
        public let bytes: [UInt8]
        /// Whether all of it is there; a line that is too long is cut off.
        public let isWhole: Bool
    }

    private var rest: [UInt8] = []
    private var isCut = false
    private var number = 0

    /// A splitter that has seen nothing.
    public init() {}

    /// Takes some bytes in, and gives the lines that end in them.
    public mutating func lines(in bytes: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            keep(bytes[start..<end])
            if let line = take() { lines.append(line) }
            start = end + 1
        }
        keep(bytes[start...])
        return lines
    }

    /// The last line, if nothing ended it.
    public mutating func lastLine() -> Line? {
        rest.isEmpty && !isCut ? nil : take()
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        let room = HistoryLimits.maximumLineBytes - rest.count
        if bytes.count > room { isCut = true }
        rest.append(contentsOf: bytes.prefix(room))
    }

    /// The line that has ended; nothing where it is empty.
    private mutating func take() -> Line? {
        number += 1
        defer {
            rest.removeAll(keepingCapacity: true)
            isCut = false
        }
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        let isBlank = rest.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        if isBlank, !isCut { return nil }
        return Line(number: number, bytes: rest, isWhole: !isCut)
    }
}
