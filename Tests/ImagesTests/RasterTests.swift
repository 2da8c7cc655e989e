import Testing

@testable import Images

@Suite struct RasterTests {
    typealias BadRow = Row<[UInt8], String>

    /// What is seen of a picture.
    struct Seen: Sendable, Equatable {
        let type: ImageType
        let width: Int
        let height: Int
    }

    @Test(arguments: [
        Row("a PNG", Pictures.png, Seen(type: .png, width: 1, height: 1)),
        Row(
            "a PNG with notes",
            Pictures.makePNG([
                Pictures.header(4_096, 4_096), Pictures.pngChunk("tEXt", Array("a\0b".utf8)),
                Pictures.data, Pictures.data, Pictures.pngChunk("tIME", [1]), Pictures.end,
            ]),
            Seen(type: .png, width: 4_096, height: 4_096)
        ),
        Row(
            "a PNG with a palette",
            Pictures.makePNG([
                Pictures.header(7, 5, depth: 4, colour: 3), Pictures.pngChunk("PLTE", [1, 2, 3]),
                Pictures.data, Pictures.end,
            ]),
            Seen(type: .png, width: 7, height: 5)
        ),
        Row("a JPEG", Pictures.jpeg, Seen(type: .jpeg, width: 640, height: 480)),
        Row(
            "a progressive JPEG",
            Pictures.makeJPEG(
                frame: Pictures.jpegFrame(3, 2, kind: 0xC2),
                scan: Pictures.scan + [0xFF] + Pictures.segment(0xC4, [0]) + Pictures.scan
            ),
            Seen(type: .jpeg, width: 3, height: 2)
        ),
        Row("a lossy WebP", Pictures.lossyWebP, Seen(type: .webP, width: 16, height: 9)),
        Row("a lossless WebP", Pictures.losslessWebP, Seen(type: .webP, width: 16, height: 9)),
        Row("an extended WebP", Pictures.extendedWebP, Seen(type: .webP, width: 16, height: 9)),
        Row("an animated WebP", Pictures.animatedWebP, Seen(type: .webP, width: 16, height: 9)),
    ]) func `a sound picture is recognised by its content`(row: Row<[UInt8], Seen>) throws {
        let image = try CheckedImage(row.input)
        let size = try #require(image.size)
        #expect(Seen(type: image.type, width: size.width, height: size.height) == row.expected)
    }

    static let foreign: [BadRow] = [
        Row("nothing", [UInt8](), "The body is empty; send the bytes of an image."),
        Row(
            "a GIF",
            Array("GIF89a".utf8),
            "The body is no PNG, JPEG, WebP or SVG image: it begins with the bytes 47 49 46 38 39 61."
        ),
        Row(
            "two MiB",
            Pictures.png + [UInt8](repeating: 0, count: 2 << 20),
            "The image has 2097220 bytes; at most 1048576 are accepted."
        ),
        Row(
            "a page that calls itself a PNG",
            Array("<!DOCTYPE html><script>alert(1)</script>".utf8),
            "The SVG image is not accepted: line 1, column 1: a DOCTYPE or another declaration is "
                + "not allowed; remove it."
        ),
    ]

    private static let badPNG: [BadRow] = [
        Row("a cut signature", [0x89, 0x50, 0x4E, 0x47], "byte 4: the file ends too early"),
        Row(
            "a page behind a signature",
            Pictures.pngSignature + Array("<html><script>alert(1)</script>".utf8),
            "byte 12: a chunk has no name"
        ),
        Row(
            "a signature whose line ends were changed",
            [0x89, 0x50, 0x4E, 0x47, 0x0A, 0x1A, 0x0A, 0x0A] + Array(Pictures.png.dropFirst(8)),
            "byte 0: the signature is damaged"
        ),
        Row(
            "a page after the end",
            Pictures.png + Array("<html>".utf8),
            "byte 68: something follows the image"
        ),
        Row(
            "a wrong checksum",
            Array(Pictures.png.dropLast(1)) + [0],
            "byte 56: the checksum of the chunk IEND is wrong"
        ),
        Row("a lost end", Array(Pictures.png.dropLast(12)), "byte 56: the file ends too early"),
        Row(
            "a chunk beyond the end",
            Pictures.makePNG([
                Pictures.header(1, 1), [0xFF, 0xFF, 0xFF, 0xFF] + Array("IDAT".utf8),
            ]),
            "byte 33: the file ends within the chunk IDAT"
        ),
        Row(
            "no header",
            Pictures.makePNG([Pictures.data, Pictures.end]),
            "byte 8: the first chunk is IDAT, not IHDR"
        ),
        Row(
            "two headers",
            Pictures.makePNG([Pictures.header(1, 1), Pictures.header(1, 1)]),
            "byte 33: the header stands there twice or has a wrong length"
        ),
        Row(
            "no width",
            Pictures.makePNG([Pictures.header(0, 1)]),
            "byte 8: its size is 0 × 1, but each side must have between 1 and 4096 pixels"
        ),
        Row(
            "too high",
            Pictures.makePNG([Pictures.header(1, 4_097)]),
            "byte 8: its size is 1 × 4097, but each side must have between 1 and 4096 pixels"
        ),
        Row(
            "a depth that its colours do not have",
            Pictures.makePNG([Pictures.header(1, 1, depth: 4)]),
            "byte 8: the header names a kind of PNG that there is not"
        ),
        Row(
            "no data",
            Pictures.makePNG([Pictures.header(1, 1), Pictures.end]),
            "byte 33: the image ends without its data"
        ),
        Row(
            "divided data",
            Pictures.makePNG([
                Pictures.header(1, 1), Pictures.data, Pictures.pngChunk("tIME", []), Pictures.data,
            ]),
            "byte 68: the chunk IDAT is out of place"
        ),
        Row(
            "no palette",
            Pictures.makePNG([Pictures.header(1, 1, colour: 3), Pictures.data]),
            "byte 33: the chunk IDAT is out of place"
        ),
        Row(
            "a chunk of somebody's own",
            Pictures.makePNG([Pictures.header(1, 1), Pictures.pngChunk("huGE", [])]),
            "byte 33: the chunk huGE is not known"
        ),
    ]

    private static let badJPEG: [BadRow] = [
        Row(
            "a cut JPEG",
            Array(Pictures.jpeg.dropLast(2)),
            "byte 50: the file ends within the picture"
        ),
        Row("a byte too many", Pictures.jpeg + [0], "byte 53: something follows the image"),
        Row(
            "no picture",
            [0xFF, 0xD8, 0xFF, 0xD9],
            "byte 4: there is no picture in it"
        ),
        Row("a page", [0xFF, 0xD8] + Array("<html>".utf8), "byte 2: a segment was expected"),
        Row(
            "a height that comes later",
            Pictures.makeJPEG(frame: Pictures.jpegFrame(9, 0)),
            "byte 16: its size is 9 × 0, but each side must have between 1 and 4096 pixels"
        ),
        Row(
            "two frames",
            Pictures.makeJPEG(frame: Pictures.jpegFrame(9, 9) + Pictures.jpegFrame(9, 9)),
            "byte 29: the frame's header is damaged or not the first"
        ),
        Row(
            "a lossless frame",
            Pictures.makeJPEG(frame: Pictures.jpegFrame(9, 9, kind: 0xC3)),
            "byte 16: the segment ffc3 is of a kind that few can show"
        ),
        Row(
            "a scan without a frame",
            Pictures.makeJPEG(frame: []),
            "byte 21: the scan's header is damaged or too early"
        ),
        Row(
            "a segment beyond the end",
            [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF],
            "byte 2: the file ends within a segment"
        ),
    ]

    private static let badWebP: [BadRow] = [
        Row(
            "a length that is too short",
            Pictures.makeWebP([Pictures.chunk("VP8 ", Pictures.vp8(1, 1))], length: 4),
            "byte 4: its header says that 4 bytes follow, but 24 do"
        ),
        Row(
            "something after the end",
            Pictures.lossyWebP + [0, 0],
            "byte 4: its header says that 24 bytes follow, but 26 do"
        ),
        Row("no picture", Pictures.makeWebP([]), "byte 12: there is no picture in it"),
        Row(
            "a chunk beyond the end",
            Pictures.makeWebP([Array("VP8 ".utf8) + [0xFF, 0xFF, 0xFF, 0xFF]]),
            "byte 12: the file ends within a chunk"
        ),
        Row(
            "notes alone",
            Pictures.makeWebP([Pictures.chunk("EXIF", [0, 0])]),
            "byte 12: the chunk EXIF is out of place"
        ),
        Row(
            "two pictures",
            Pictures.makeWebP([
                Pictures.chunk("VP8 ", Pictures.vp8(1, 1)),
                Pictures.chunk("VP8 ", Pictures.vp8(1, 1)),
            ]),
            "byte 32: the chunk VP8  is out of place"
        ),
        Row(
            "a header of another size",
            Pictures.makeWebP([
                Pictures.chunk("VP8X", Pictures.vp8x(2, 2)),
                Pictures.chunk("VP8 ", Pictures.vp8(1, 1)),
            ]),
            "byte 50: its header does not agree with what it holds"
        ),
        Row(
            "a frame beyond its image",
            Pictures.makeWebP([
                Pictures.chunk("VP8X", Pictures.vp8x(4, 4, flags: 2)),
                Pictures.chunk("ANMF", Pictures.frame(4, 4, left: 2)),
            ]),
            "byte 30: a frame does not fit its image"
        ),
        Row(
            "a picture between pictures",
            Pictures.makeWebP([
                Pictures.chunk("VP8 ", [0x11] + Array(Pictures.vp8(1, 1).dropFirst()))
            ]),
            "byte 12: the picture is damaged"
        ),
        Row(
            "too wide",
            Pictures.makeWebP([Pictures.chunk("VP8L", Pictures.vp8l(5_000, 1))]),
            "byte 12: its size is 5000 × 1, but each side must have between 1 and 4096 pixels"
        ),
        Row(
            "a chunk of somebody's own",
            Pictures.makeWebP([
                Pictures.chunk("VP8X", Pictures.vp8x(1, 1)), Pictures.chunk("HTML", [0]),
            ]),
            "byte 30: the chunk HTML is not known"
        ),
    ]

    @Test(arguments: foreign) func `what is no image is refused`(row: Row<[UInt8], String>) {
        let error = #expect(throws: ImageError.self) { try CheckedImage(row.input) }
        #expect(error?.message == row.expected)
    }

    @Test(
        arguments: [("PNG", badPNG), ("JPEG", badJPEG), ("WebP", badWebP)]
    )
    func `a damaged picture is refused, and the place is named`(
        name: String,
        rows: [BadRow]
    ) {
        for row in rows {
            let error = #expect(throws: ImageError.self) { try CheckedImage(row.input) }
            let expected = "The \(name) image is not accepted: \(row.expected)."
            #expect(error?.message == expected, "\(row.testDescription)")
        }
    }

    @Test func `every beginning of a picture is refused`() {
        for picture in Pictures.all {
            for count in 0..<picture.count {
                #expect(throws: ImageError.self) { try CheckedImage(Array(picture.prefix(count))) }
            }
        }
    }

    @Test func `any changed bytes are answered, not crashed over`() {
        var random = SplitMix64(state: 20_260_301)
        for picture in Pictures.all {
            for _ in 0..<2_000 {
                var bytes = picture
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                    case 2: bytes.removeLast(min(bytes.count - 1, place))
                    default: bytes[place] = [0, 0xFF, 0x3C, 0x26][place % 4]
                    }
                }
                if let image = try? CheckedImage(bytes), let size = image.size {
                    #expect(size.problem == nil)
                }
            }
        }
    }
}
