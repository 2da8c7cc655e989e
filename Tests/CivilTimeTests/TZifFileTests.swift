import CivilTime
import Testing

@Suite struct TZifFileTests {
    private func zone(_ file: TZifBytes) throws -> Zone {
        try Zone(identifier: "Test/Zone", tzif: file.bytes)
    }

    private func year(_ year: Int) throws -> Range<Instant> {
        let start = try #require(CivilDate(year: year, month: 1, day: 1))
        return Zone.utc.startOfDay(start)..<Zone.utc.startOfDay(start.adding(months: 12))
    }

    @Test func `a table is read in every version`() throws {
        for version in [nil, "2", "3", "4", "5"] as [Character?] {
            let zone = try zone(
                TZifBytes(
                    version: version,
                    changes: [(1000, 1), (2000, 0)],
                    types: [(3600, 0, 0), (7200, 1, 0)],
                    footer: "\nAAA-1\n"
                )
            )
            #expect(
                [999, 1000, 1999, 2000].map { zone.offset(at: Instant(seconds: $0)) }
                    == [3600, 7200, 7200, 3600]
            )
        }
    }

    @Test func `a file that counts leap seconds gives the same moments`() throws {
        let zone = try zone(
            TZifBytes(
                changes: [(1_000_000_022, 1)],
                types: [(0, 0, 0), (3600, 1, 0)],
                leaps: [(78_796_800, 1), (915_148_821, 22)],
                footer: "\n\n"
            )
        )
        #expect(
            zone.transitions(in: .distantPast ..< .distantFuture).map(\.instant.seconds)
                == [1_000_000_000]
        )
    }

    @Test(arguments: HostileFile.all)
    func `a malformed file is refused`(file: HostileFile) {
        let error = #expect(throws: CivilTimeError.self) {
            try Zone(identifier: "Test/Zone", tzif: file.bytes)
        }
        #expect(error?.code == .malformedZone)
    }

    @Test func `a file cut anywhere is refused`() throws {
        let bytes = TZifBytes(
            version: "3",
            changes: [(1, 1), (2, 0)],
            types: [(0, 0, 0), (3600, 1, 0)],
            leaps: [(5, 1)],
            footer: "\nAAA0BBB,M3.2.0,M11.1.0\n"
        ).bytes
        _ = try Zone(identifier: "Test/Zone", tzif: bytes)
        for count in 0..<bytes.count {
            let part = Array(bytes.prefix(count))
            #expect(throws: CivilTimeError.self) {
                try Zone(identifier: "Test/Zone", tzif: part)
            }
        }
    }

    @Test func `no single wrong byte traps`() throws {
        let bytes = TZifBytes(
            changes: [(1, 1), (2_000_000_000, 0)],
            types: [(0, 0, 0), (3600, 1, 0)],
            footer: "\nAAA0BBB,M3.2.0,M11.1.0\n"
        ).bytes
        let date = try CivilDate(iso8601: "2025-10-15")
        for index in bytes.indices {
            for value in [0, 1, 0x2C, 0x39, 0x7F, 0x80, 0xFF] as [UInt8] {
                var wrong = bytes
                wrong[index] = value
                guard let zone = try? Zone(identifier: "Test/Zone", tzif: wrong) else { continue }
                guard zone.dayExists(date) else { continue }
                #expect(zone.day(containing: zone.startOfDay(date)) == date, "byte \(index)")
            }
        }
    }

    /// The moments are those that the C library finds; "all year" is written as RFC 9636 has it.
    @Test(
        arguments: [
            ("EST5EDT,M3.2.0,M11.1.0", 2023, ["03-12T07:00:00 -14400", "11-05T06:00:00 -18000"]),
            ("EST5EDT,M3.2.0,M11.1.0", 2150, ["03-08T07:00:00 -14400", "11-01T06:00:00 -18000"]),
            (
                "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2024,
                ["03-31T01:00:00 -3600", "10-27T01:00:00 -7200"]
            ),
            ("IST-2IDT,M3.4.4/26,M10.5.0", 2024, ["03-29T00:00:00 10800", "10-26T23:00:00 7200"]),
            ("AAA0BBB,J60/0,J300", 2023, ["03-01T00:00:00 3600", "10-27T01:00:00 0"]),
            ("AAA0BBB,J60/0,J300", 2024, ["03-01T00:00:00 3600", "10-27T01:00:00 0"]),
            ("AAA0BBB,J59/0,J300", 2024, ["02-28T00:00:00 3600", "10-27T01:00:00 0"]),
            ("AAA0BBB,59/0,299", 2023, ["03-01T00:00:00 3600", "10-27T01:00:00 0"]),
            ("AAA0BBB,59/0,299", 2024, ["02-29T00:00:00 3600", "10-26T01:00:00 0"]),
            (
                "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2024,
                ["04-06T15:00:00 37800", "10-05T15:30:00 39600"]
            ),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", 2150, ["03-29T01:00:00 3600", "10-25T01:00:00 0"]),
            (
                "EET-2EEST,M3.5.0/0,M10.5.0/0", 2024,
                ["03-30T22:00:00 10800", "10-26T21:00:00 7200"]
            ),
            (
                "AAA0BBB-1:30:15,J59/2:03:04,J60/3", 2024,
                ["02-28T02:03:04 5415", "03-01T01:29:45 0"]
            ),
            ("EST5EDT,0/0,J365/25", 2150, []), ("XXX3EDT4,0/0,J365/23", 2023, []),
            ("AAA3BBB,M1.1.1/-167,M12.5.5/167", 2024, []), ("<+03>-3", 2150, []),
        ] as [(String, Int, [String])]
    )
    func `the last line rules the time after the table`(
        footer: String,
        year: Int,
        expected: [String]
    ) throws {
        for changes in [[], [(1000, 0)]] as [[(second: Int64, type: UInt8)]] {
            let zone = try zone(
                TZifBytes(version: "3", changes: changes, footer: "\n\(footer)\n")
            )
            let found = zone.transitions(in: try self.year(year)).map { transition in
                "\(transition.instant.iso8601.dropFirst(5).prefix(14)) \(transition.offsetAfter)"
            }
            #expect(found == expected)
        }
    }

    @Test(arguments: [
        ("EST5EDT,0/0,J365/25", -14_400), ("XXX3EDT4,0/0,J365/23", -14_400),
        ("AAA3BBB,M1.1.1/-167,M12.5.5/167", -7200), ("<-00>0", 0), ("<+0545>-5:45", 20_700),
        ("AAA+12:00:30", -43_230),
    ])
    func `a rule without changes is one offset for ever`(footer: String, offset: Int) throws {
        let zone = try zone(TZifBytes(footer: "\n\(footer)\n"))
        for text in ["1990-07-01", "2024-01-01", "2024-12-31", "2099-12-31", "3000-03-03"] {
            let date = try CivilDate(iso8601: text)
            #expect(zone.offset(at: zone.startOfDay(date)) == offset)
            #expect(zone.civilDate(at: zone.startOfDay(date)) == date)
        }
    }

    @Test(arguments: [
        "A0", "AA0", "AAA", "AAA25", "AAA0:60", "AAA0:0", "<AAA0", "<A>0", "AAA0BBB", "AAA0BBB,",
        "AAA0BBB,M3.2.0", "AAA0BBB,M3.2.0,", "AAA0BBB,M13.2.0,M11.1.0", "AAA0BBB,M0.2.0,M11.1.0",
        "AAA0BBB,M3.6.0,M11.1.0", "AAA0BBB,M3.0.0,M11.1.0", "AAA0BBB,M3.2.7,M11.1.0",
        "AAA0BBB,J0,J365", "AAA0BBB,J1,J366", "AAA0BBB,0,366", "AAA0BBB,0/168,1",
        "AAA0BBB,0/-168,1", "AAA0BBB,0,1x", "AAA0BBB,0,1,2", " AAA0", "AAA 0", "AAA0BBB25,0,1",
        "AAA99999999999999999999", "A\u{E9}AA0", "AAA--1",
    ])
    func `a last line that is not a rule is refused`(footer: String) {
        #expect(throws: CivilTimeError.self) { try zone(TZifBytes(footer: "\n\(footer)\n")) }
    }
}

/// A named row of the table of files that nobody should send.
struct HostileFile: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]

    init(_ name: String, _ file: TZifBytes) {
        self.init(name, bytes: file.bytes)
    }

    init(_ name: String, bytes: [UInt8]) {
        testDescription = name
        self.bytes = bytes
    }

    static let all: [Self] = [
        Self("empty", bytes: []),
        Self("text", bytes: Array("# version 2025b\n".utf8)),
        Self("only a magic", bytes: Array("TZif".utf8)),
        Self("too large", bytes: TZifBytes().bytes + [UInt8](repeating: 0, count: 300_000)),
        Self("unknown version", TZifBytes(version: "A")),
        Self("version one called one", TZifBytes(version: "1")),
        Self("no types", TZifBytes(counts: [0, 0, 0, 0, 0, 4])),
        Self("no names", TZifBytes(counts: [0, 0, 0, 0, 1, 0])),
        Self("four billion transitions", TZifBytes(counts: [0, 0, 0, .max, 1, 4])),
        Self("four billion of all", TZifBytes(counts: [.max, .max, .max, .max, .max, .max])),
        Self("four billion, version 1", TZifBytes(version: nil, counts: [0, 0, 0, .max, 1, 4])),
        Self(
            "wrong indicator count",
            TZifBytes(types: [(0, 0, 0), (0, 0, 0)], counts: [0, 1, 0, 0, 2, 1])
        ),
        Self("too many transitions", TZifBytes(changes: (0..<20_001).map { (Int64($0), 0) })),
        Self("out of order", TZifBytes(changes: [(2, 0), (1, 0)])),
        Self("twice the same moment", TZifBytes(changes: [(2, 0), (2, 0)])),
        Self("transition to no type", TZifBytes(changes: [(2, 1)])),
        Self("offset beyond a day", TZifBytes(types: [(93_600, 0, 0)])),
        Self("the least offset", TZifBytes(types: [(.min, 0, 0)])),
        Self("daylight flag of two", TZifBytes(types: [(0, 2, 0)])),
        Self("name outside the names", TZifBytes(types: [(0, 0, 4)])),
        Self("leap seconds out of order", TZifBytes(leaps: [(9, 1), (8, 2)])),
        Self("no last line", TZifBytes(footer: nil)),
        Self("last line not ended", TZifBytes(footer: "\nAAA0")),
        Self("last line not begun", TZifBytes(footer: "AAA0\n")),
        Self(
            "a long last line",
            TZifBytes(footer: "\n" + String(repeating: "A", count: 300) + "0\n")
        ),
    ]
}
