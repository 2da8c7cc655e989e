import HTTP

/// Reads the request line and the header of a request, and takes nothing that two servers could
/// understand in two ways.
///
/// Whoever stands before Laurel may find the end of a request elsewhere than Laurel does, if the
/// request is not written as RFC 9112 says; the rest of it would then be a second request, which
/// nobody has looked at. So what is not in order is refused, and never guessed at.
struct HeadParser {
    private let limits: HTTPLimits
    private var scanner = HeadScanner()

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// Reads a head that begins at a place; nil when it has not arrived whole.
    ///
    /// The place moves behind the head. Bytes once seen must still be there at the next call.
    mutating func next(
        in bytes: [UInt8],
        at offset: inout Int
    ) throws(HeadRefusal) -> RequestHead? {
        do throws(HeadRefusal) {
            guard let lines = try scanner.lines(in: bytes, from: offset, limits) else { return nil }
            let head = try HeadReader(bytes: bytes, limits: limits).read(lines.ranges)
            scanner = HeadScanner()
            offset = lines.end
            return head
        } catch {
            var refusal = error
            if refusal.path.isEmpty { refusal.path = HeadReader.likelyPath(in: bytes[offset...]) }
            throw refusal
        }
    }
}

/// Finds the lines of a head, over as many calls as it takes to arrive.
private struct HeadScanner {
    /// The lines seen so far, without their ends, as offsets from the head's first byte.
    private var lines: [Range<Int>] = []
    private var lineStart = 0
    private var scanned = 0

    /// No method that anybody uses is longer, and no request line has more besides the target.
    private static let maximumRequestLineExtra = 64
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    mutating func lines(
        in bytes: [UInt8],
        from start: Int,
        _ limits: HTTPLimits
    ) throws(HeadRefusal) -> (ranges: [Range<Int>], end: Int)? {
        if scanned == 0, start < bytes.count { try checkFirst(bytes[start]) }
        var index = start + scanned
        while index < bytes.count {
            guard bytes[index] == Self.lineFeed else {
                index += 1
                continue
            }
            var lineEnd = index
            if lineEnd > start + lineStart, bytes[lineEnd - 1] == Self.carriageReturn {
                lineEnd -= 1
            }
            let line = start + lineStart..<lineEnd
            index += 1
            lineStart = index - start
            if !line.isEmpty {
                try check(line, limits)
                lines.append(line.lowerBound - start..<line.upperBound - start)
            } else if !lines.isEmpty {
                try checkSize(index - start, limits)
                return (lines.map { $0.lowerBound + start..<$0.upperBound + start }, index)
            }
            try checkSize(index - start, limits)
        }
        scanned = bytes.count - start
        try checkUnfinished(limits)
        return nil
    }

    /// What cannot begin a request never becomes one, such as the greeting of a client of TLS.
    private func checkFirst(_ byte: UInt8) throws(HeadRefusal) {
        guard Token.isCharacter(byte) || byte == Self.carriageReturn || byte == Self.lineFeed
        else {
            throw HeadRefusal(error: .badRequest("This is not a request of HTTP/1.1."))
        }
    }

    private func check(_ line: Range<Int>, _ limits: HTTPLimits) throws(HeadRefusal) {
        guard lines.isEmpty, line.count > limits.maximumTargetBytes + Self.maximumRequestLineExtra
        else { return }
        throw Self.targetTooLong(limits)
    }

    private func checkSize(_ size: Int, _ limits: HTTPLimits) throws(HeadRefusal) {
        guard size > limits.maximumHeadBytes else { return }
        let count = limits.maximumHeaderBytes
        throw HeadRefusal(
            error: HTTPError(.headersTooLarge, "At most \(count) bytes of header are accepted.")
        )
    }

    /// What the rest of the head cannot mend; a line's last byte may belong to its end.
    private func checkUnfinished(_ limits: HTTPLimits) throws(HeadRefusal) {
        if lines.isEmpty, lineStart < scanned { try check(lineStart..<scanned - 1, limits) }
        try checkSize(scanned, limits)
    }

    private static func targetTooLong(_ limits: HTTPLimits) -> HeadRefusal {
        let count = limits.maximumTargetBytes
        let message = "The path and query are too long: at most \(count) bytes are accepted."
        return HeadRefusal(error: HTTPError(.targetTooLong, message))
    }
}

/// The characters of names in HTTP.
enum Token {
    /// Letters, digits and `!#$%&'*+-.^_|~` and the grave accent, as a bit for each character of ASCII.
    private static let low: UInt64 = 0x03FF_6CFA_0000_0000
    private static let high: UInt64 = 0x57FF_FFFF_C7FF_FFFE

    /// Whether a byte may stand in the name of a method or of a header field.
    @inline(__always)
    static func isCharacter(_ byte: UInt8) -> Bool {
        (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 != 0 && byte < 128
    }
}
