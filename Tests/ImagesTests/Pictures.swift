/// Small images, made byte by byte, and the parts of which they are made.
enum Pictures {
    static let png = makePNG()
    static let jpeg = makeJPEG()
    static let lossyWebP = makeWebP([chunk("VP8 ", vp8(16, 9))])
    static let losslessWebP = makeWebP([chunk("VP8L", vp8l(16, 9))])
    static let extendedWebP = makeWebP([
        chunk("VP8X", vp8x(16, 9)), chunk("ALPH", [1, 2, 3]), chunk("VP8 ", vp8(16, 9)),
        chunk("EXIF", [0]),
    ])
    static let animatedWebP = makeWebP([
        chunk("VP8X", vp8x(16, 9, flags: 2)), chunk("ANIM", [0, 0, 0, 0, 0, 0]),
        chunk("ANMF", frame(16, 9)), chunk("ANMF", frame(4, 3, left: 6)),
    ])
    static let svg = makeSVG("<path d=\"M0 0h24v24z\" fill=\"gold\"/>")

    static let all = [
        png, jpeg, lossyWebP, losslessWebP, extendedWebP, animatedWebP, Array(svg.utf8),
    ]
}

// MARK: - PNG

extension Pictures {
    static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    static let end = pngChunk("IEND", [])

    /// A picture of one transparent pixel as zlib packs it.
    static let data = pngChunk(
        "IDAT",
        [0x78, 0x9C, 0x63, 0x60, 0x00, 0x02, 0x00, 0x00, 0x05, 0x00, 0x01]
    )

    static func header(
        _ width: Int,
        _ height: Int,
        depth: UInt8 = 8,
        colour: UInt8 = 6,
        rest: [UInt8] = [0, 0, 0]
    ) -> [UInt8] {
        pngChunk("IHDR", bigEndian(width, 4) + bigEndian(height, 4) + [depth, colour] + rest)
    }

    static func makePNG(_ chunks: [[UInt8]] = [header(1, 1), data, end]) -> [UInt8] {
        pngSignature + chunks.flatMap { $0 }
    }

    static func pngChunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + content
        return bigEndian(content.count, 4) + named + bigEndian(Int(checksum(named)), 4)
    }

    /// The polynomial division bit by bit, which shares nothing with the table of the check.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value = UInt32.max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }
}

// MARK: - JPEG

extension Pictures {
    static let scan =
        segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x5A]

    static func jpegFrame(_ width: Int, _ height: Int, kind: UInt8 = 0xC0) -> [UInt8] {
        segment(kind, [8] + bigEndian(height, 2) + bigEndian(width, 2) + [1, 1, 0x11, 0])
    }

    static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker] + bigEndian(content.count + 2, 2) + content
    }

    static func makeJPEG(
        frame: [UInt8] = jpegFrame(640, 480),
        scan: [UInt8] = scan,
        end: [UInt8] = [0xFF, 0xD9]
    ) -> [UInt8] {
        [0xFF, 0xD8] + segment(0xE0, Array("JFIF\0".utf8)) + segment(0xDB, [0]) + frame
            + segment(0xC4, [0]) + scan + end
    }
}

// MARK: - WebP

extension Pictures {
    static func makeWebP(_ chunks: [[UInt8]], length: Int? = nil) -> [UInt8] {
        let content = Array("WEBP".utf8) + chunks.flatMap { $0 }
        return Array("RIFF".utf8) + littleEndian(length ?? content.count, 4) + content
    }

    static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let padding: [UInt8] = content.count.isMultiple(of: 2) ? [] : [0]
        return Array(name.utf8) + littleEndian(content.count, 4) + content + padding
    }

    static func vp8(_ width: Int, _ height: Int) -> [UInt8] {
        [0x10, 0, 0, 0x9D, 0x01, 0x2A] + littleEndian(width, 2) + littleEndian(height, 2) + [7]
    }

    static func vp8l(_ width: Int, _ height: Int) -> [UInt8] {
        [0x2F] + littleEndian((width - 1) | (height - 1) << 14, 4) + [7]
    }

    static func vp8x(_ width: Int, _ height: Int, flags: UInt8 = 0x10) -> [UInt8] {
        [flags, 0, 0, 0] + littleEndian(width - 1, 3) + littleEndian(height - 1, 3)
    }

    static func frame(_ width: Int, _ height: Int, left: Int = 0) -> [UInt8] {
        littleEndian(left / 2, 3) + littleEndian(0, 3) + littleEndian(width - 1, 3)
            + littleEndian(height - 1, 3) + [100, 0, 0, 0] + chunk("VP8L", vp8l(width, height))
    }
}

// MARK: - SVG

extension Pictures {
    static let svgOpening =
        #"<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">"#

    static func makeSVG(_ content: String) -> String { "\(svgOpening)\(content)</svg>" }
}

// MARK: - Numbers

extension Pictures {
    static func bigEndian(_ number: Int, _ count: Int) -> [UInt8] {
        littleEndian(number, count).reversed()
    }

    static func littleEndian(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
