import CivilTime
import Engine
import HistoryLines
import TestBasics
import Testing

/// Whatever is read at a glance is what the careful reader reads.
@Suite struct QuickEventReaderTests {
    private static let now = Instant(seconds: 1_742_040_000)
    private static let reader = HistoryReader(
        rulebook: Rulebook(
            metrics: [
                Metric(
                    id: MetricID(1),
                    publicID: "m",
                    key: "steps",
                    name: "Steps",
                    unitType: .number,
                    units: ""
                )
            ]
        ),
        zones: ZoneDatabase(),
        now: now
    )

    private func quick(_ line: String) -> EventLine? {
        var quick = QuickEventReader(Self.reader)
        return quick.event(Array(line.utf8))
    }

    private func careful(_ line: String) -> EventLine? {
        guard case .success(.event(let event)) = Self.reader.line(Array(line.utf8)) else {
            return nil
        }
        return event
    }

    @Test(
        arguments: [
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-05T09:08:07Z"}"#,
            #"{"user": "ada", "metric": "steps", "value": 12, "timestamp": "2024-02-29T23:59:59Z"}"#,
            #"{"idempotencyKey":"k 1","timestamp":"1999-12-31T00:00:00Z","metric":"steps","user":"7"}"#,
        ]
    )
    func `plain events are read`(line: String) {
        let event = quick(line)
        #expect(event != nil)
        #expect(event == careful(line))
    }

    @Test(
        arguments: [
            #"{"id":"ada","tz":"Europe/London"}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-02-29T09:08:07Z"}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-05T24:00:00Z"}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-05T09:08:60Z"}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2035-01-05T09:08:07Z"}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-05"}"#,
            #"{"user":"ada","metric":"stairs","timestamp":"2025-01-05T09:08:07Z"}"#,
            #"{"user":"..","metric":"steps","timestamp":"2025-01-05T09:08:07Z"}"#,
            #"{"user":"","metric":"steps","timestamp":"2025-01-05T09:08:07Z"}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-05T09:08:07Z","idempotencyKey":""}"#,
            #"{"user":"ada","user":"ben","metric":"steps","timestamp":"2025-01-05T09:08:07Z"}"#,
            #"{"user":"ada","metric":"steps","value":1.5,"timestamp":"2025-01-05T09:08:07Z"}"#,
            #"{"user":"ada","metric":"steps","value":01,"timestamp":"2025-01-05T09:08:07Z"}"#,
            #"{"user":"ada","metric":"steps","value":0,"timestamp":"2025-01-05T09:08:07Z"}"#,
            #"{"user":"ada","metric":"steps","value":1e3,"timestamp":"2025-01-05T09:08:07Z"}"#,
            #"{"user":"a\u0064a","metric":"steps","timestamp":"2025-01-05T09:08:07Z"}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-05T09:08:07Z",}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-05T09:08:07Z"}}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-05T09:08:07Z","attributes":{}}"#,
            #"{"user":"ada","mark":"zone","tz":"Europe/London"}"#,
            "{}", "", "[]", "{",
        ]
    )
    func `everything else is left to the careful reader`(line: String) {
        #expect(quick(line) == nil)
    }

    /// Lines with bytes changed here and there: read at a glance or not, they say the same.
    @Test func `lines that were spoiled say nothing else`() {
        var chance = SplitMix64(state: 18)
        let plain =
            #"{"user":"ada","metric":"steps","value":12,"timestamp":"2024-02-28T23:59:59Z","idempotencyKey":"k1"}"#
        let letters = Array(#"0123456789-:TZ"\{},. eadnstv"#.utf8)
        var readCount = 0
        for _ in 0..<20_000 {
            var line = Array(plain.utf8)
            for _ in 0..<Int.random(in: 1...2, using: &chance) {
                let place = Int.random(in: line.indices, using: &chance)
                line[place] = letters[Int.random(in: letters.indices, using: &chance)]
            }
            let text = String(decoding: line, as: UTF8.self)
            guard let event = quick(text) else { continue }
            readCount += 1
            #expect(event == careful(text), "\(text)")
        }
        #expect(readCount > 1_000)
    }
}
