import HTTP

/// Finds the chunks of a chunked body, and takes no line that two servers could end at two places.
struct ChunkParser {
    /// What comes next in a body.
    enum Piece: Equatable {
        /// So many of the bytes that are there belong to the body.
        case data(Range<Int>)
        /// Everything that is there has been read.
        case more
        case end
    }

    private enum Phase {
        case size(digitCount: Int)
        case spaceAfterSize
        case extensions
        case sizeLineFeed
        case data
        case dataReturn
        case dataLineFeed
        case trailerStart
        case trailerName
        case trailer
        case trailerLineFeed
        case endLineFeed
        case end
    }

    private var phase = Phase.size(digitCount: 0)
    private var remaining = 0
    /// How many bytes stood before chunks and after the last, besides sizes.
    private var extraByteCount = 0

    private static let maximumExtraBytes = 16 << 10
    /// A size of more digits is larger than any body that is taken.
    private static let maximumDigits = 15

    /// Reads on from a place, which moves.
    mutating func next(
        in bytes: [UInt8],
        at offset: inout Int
    ) throws(HTTPError) -> Piece {
        while offset < bytes.count {
            if case .end = phase { return .end }
            if case .data = phase {
                let range = offset..<offset + min(bytes.count - offset, remaining)
                remaining -= range.count
                offset = range.upperBound
                if remaining == 0 { phase = .dataReturn }
                return .data(range)
            }
            try step(bytes[offset])
            offset += 1
        }
        if case .end = phase { return .end }
        return .more
    }

    private mutating func step(_ byte: UInt8) throws(HTTPError) {
        switch phase {
        case .size(let digitCount): try readSize(byte, digitCount)
        case .spaceAfterSize:
            try countExtra()
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): break
            case UInt8(ascii: ";"): phase = .extensions
            default: throw Self.noSize
            }
        case .extensions: phase = try readLine(byte, then: .sizeLineFeed, else: .extensions)
        case .sizeLineFeed:
            try requireLineFeed(byte)
            phase = remaining == 0 ? .trailerStart : .data
        case .dataReturn:
            guard byte == UInt8(ascii: "\r") else { throw Self.noEnd }
            phase = .dataLineFeed
        case .dataLineFeed:
            guard byte == UInt8(ascii: "\n") else { throw Self.noEnd }
            phase = .size(digitCount: 0)
        case .trailerStart:
            phase = try readLine(byte, then: .endLineFeed, else: .trailerName)
            if case .trailerName = phase { try readTrailerName(byte, isFirst: true) }
        case .trailerName:
            phase = try readLine(byte, then: .trailerLineFeed, else: .trailerName)
            try readTrailerName(byte, isFirst: false)
        case .trailer: phase = try readLine(byte, then: .trailerLineFeed, else: .trailer)
        case .trailerLineFeed:
            try requireLineFeed(byte)
            phase = .trailerStart
        case .endLineFeed:
            try requireLineFeed(byte)
            phase = .end
        case .data, .end: break
        }
    }

    private mutating func readSize(_ byte: UInt8, _ digitCount: Int) throws(HTTPError) {
        if let digit = Self.hexDigit(byte) {
            guard digitCount < Self.maximumDigits else {
                throw HTTPError(.payloadTooLarge, "The request body is too large.")
            }
            remaining = (digitCount == 0 ? 0 : remaining << 4) | digit
            phase = .size(digitCount: digitCount + 1)
            return
        }
        guard digitCount > 0 else { throw Self.noSize }
        switch byte {
        case UInt8(ascii: "\r"): phase = .sizeLineFeed
        case UInt8(ascii: ";"): phase = .extensions
        case UInt8(ascii: " "), UInt8(ascii: "\t"): phase = .spaceAfterSize
        default: throw Self.noSize
        }
    }

    /// Reads a byte of a line that ends with a carriage return and a line feed.
    private mutating func readLine(
        _ byte: UInt8,
        then end: Phase,
        else same: Phase
    ) throws(HTTPError) -> Phase {
        try countExtra()
        if byte == UInt8(ascii: "\r") { return end }
        guard byte >= 0x20 && byte != 0x7f || byte == UInt8(ascii: "\t") else {
            throw byte == UInt8(ascii: "\n")
                ? Self.bareLineFeed
                : .badRequest("A line between the chunks of the body has a control character.")
        }
        return same
    }

    /// Reads a byte of the name of a field behind the body, up to its colon.
    private mutating func readTrailerName(_ byte: UInt8, isFirst: Bool) throws(HTTPError) {
        if byte == UInt8(ascii: ":"), !isFirst {
            phase = .trailer
            return
        }
        guard Token.isCharacter(byte) else {
            throw .badRequest(
                "A field behind the body must begin with a name and a colon, without white space."
            )
        }
    }

    private func requireLineFeed(_ byte: UInt8) throws(HTTPError) {
        guard byte == UInt8(ascii: "\n") else {
            throw .badRequest("A line between the chunks of the body has a carriage return.")
        }
    }

    private mutating func countExtra() throws(HTTPError) {
        extraByteCount += 1
        guard extraByteCount <= Self.maximumExtraBytes else {
            throw .badRequest("There is too much between the chunks of the body.")
        }
    }

    private static let noSize = HTTPError.badRequest(
        "Each chunk of the body begins with its size, in hexadecimal digits, and a line end."
    )
    private static let noEnd = HTTPError.badRequest(
        "A chunk of the body is longer than its size says."
    )
    private static let bareLineFeed = HTTPError.badRequest(
        "A line between the chunks of the body must end with a carriage return and a line feed."
    )

    private static func hexDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
