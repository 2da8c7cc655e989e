import CivilTime
import Engine
import HistoryLines
import TestBasics
import Testing

/// What is written between two passes is read again.
@Suite struct LineCodecTests {
    @Test func `events are the same after they were bytes`() {
        var random = SplitMix64(state: TestSeed.offset)
        let events = (0..<500).map { _ in Self.event(&random) }
        var bytes: [UInt8] = []
        for event in events { LineCodec.append(event, to: &bytes) }
        var codec = LineCodec(bytes)
        for event in events { #expect(codec.next() == event) }
        #expect(codec.next() == nil)
    }

    @Test func `bytes that are cut off are no event, and nothing is read beyond them`() {
        var random = SplitMix64(state: 1)
        var bytes: [UInt8] = []
        LineCodec.append(Self.event(&random), to: &bytes)
        for count in 0..<bytes.count {
            var codec = LineCodec(Array(bytes.prefix(count)))
            #expect(codec.next() == nil)
        }
    }

    private static func event(_ random: inout SplitMix64) -> EventLine {
        let isTick = Bool.random(using: &random)
        let day = Int32.random(in: -5_000...40_000, using: &random)
        let attributes = (0..<Int.random(in: 0...3, using: &random)).map { ("k\($0)", "é \($0)") }
        return EventLine(
            userID: "user \(Int.random(in: 0..<100, using: &random))",
            source: isTick ? .streak("daily") : .metric("steps"),
            time: Bool.random(using: &random)
                ? .on(CivilDate(dayNumber: day))
                : .at(Instant(microseconds: .random(in: .min ... .max, using: &random))),
            amount: Amount(millionths: .random(in: -1_000_000_000...1_000_000_000, using: &random)),
            key: Bool.random(using: &random) ? "key" : nil,
            attributes: Dictionary(uniqueKeysWithValues: attributes)
        )
    }
}
