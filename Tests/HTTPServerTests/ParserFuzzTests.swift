import HTTP
import Testing

@testable import HTTPServer

/// The parsers against a second opinion, over requests that are well formed, nearly so, and not.
@Suite struct ParserFuzzTests {
    /// Small, so that they are met.
    private static let limits: HTTPLimits = {
        var limits = HTTPLimits()
        limits.maximumTargetBytes = 60
        limits.maximumHeaderBytes = 200
        limits.maximumHeaderCount = 8
        limits.maximumHeadBytes = 400
        limits.maximumQueryItemCount = 10
        return limits
    }()

    @Test(arguments: 0..<4)
    func `the parsers read what a plain reader reads, wherever the bytes are split`(
        seed: UInt64
    ) async throws {
        // The few threads that run tests are for those that wait for each other.
        let problem = try await onThread { Self.difference(seed: seed) }
        #expect(problem == nil)
    }

    /// The first bytes that are read in two ways.
    private static func difference(seed: UInt64) -> String? {
        var random = SplitMix64(state: seed)
        for number in 0..<1_000 {
            let bytes = WireMaker.bytes(isDamaged: number % 3 != 0, &random)
            let expected = WireOracle.read(bytes, limits)
            for pieces in splits(of: bytes, &random) {
                let read = read(pieces)
                guard read.0 == expected.0, expected.1 == .more || read.1 == expected.1 else {
                    let text = String(decoding: bytes, as: UTF8.self).debugDescription
                    return "\(text) in \(pieces.count) pieces: \(read), not \(expected)"
                }
            }
        }
        return nil
    }

    /// What is well formed is never refused, not even when its end is missing.
    @Test func `no beginning of a request in order is refused`() async throws {
        let refused = try await onThread { Self.refusedBeginning() }
        #expect(refused == nil)
    }

    private static func refusedBeginning() -> String? {
        var random = SplitMix64(state: 1_000)
        for _ in 0..<100 {
            let bytes = WireMaker.bytes(isDamaged: false, &random)
            guard WireOracle.read(bytes, limits).1 == .more else { continue }
            for count in bytes.indices where read([bytes[..<count]]).1 == .refused {
                return String(decoding: bytes[..<count], as: UTF8.self).debugDescription
            }
        }
        return nil
    }

    private static func splits(
        of bytes: [UInt8],
        _ random: inout SplitMix64
    ) -> [[ArraySlice<UInt8>]] {
        var splits = [[bytes[...]], bytes.indices.map { bytes[$0...$0] }]
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...40, using: &random))
            pieces.append(bytes[start..<end])
            start = end
        }
        splits.append(pieces)
        return splits
    }

    /// Reads as a connection does, which drops what it has read before it receives more.
    private static func read(
        _ pieces: [ArraySlice<UInt8>]
    ) -> ([WireOracle.Message], WireOracle.End) {
        var messages: [WireOracle.Message] = []
        var input: [UInt8] = []
        var parser = HeadParser(limits: limits)
        var body: (head: RequestHead, reader: BodyReader, bytes: [UInt8])?
        do {
            for piece in pieces {
                input += piece
                var place = 0
                while try advance(&parser, &body, input, &place, &messages) {}
                input.removeSubrange(..<place)
            }
            return (messages, .more)
        } catch {
            return (messages, .refused)
        }
    }

    private static func advance(
        _ parser: inout HeadParser,
        _ body: inout (head: RequestHead, reader: BodyReader, bytes: [UInt8])?,
        _ input: [UInt8],
        _ place: inout Int,
        _ messages: inout [WireOracle.Message]
    ) throws -> Bool {
        guard var current = body else {
            guard place < input.count, let head = try parser.next(in: input, at: &place) else {
                return false
            }
            body = (head, BodyReader(head.framing), [])
            return true
        }
        let piece = try current.reader.next(in: input, at: &place)
        body = current
        switch piece {
        case .more: return false
        case .data(let range):
            current.bytes += input[range]
            body = current
        case .end:
            messages.append(message(current.head, current.bytes))
            body = nil
        }
        return true
    }

    private static func message(_ head: RequestHead, _ body: [UInt8]) -> WireOracle.Message {
        WireOracle.Message(
            method: head.request.method.name,
            path: head.request.path,
            fields: head.request.headers.fields.map { "\($0.name): \($0.value)" },
            body: body,
            keeps: head.keepsConnection
        )
    }
}
