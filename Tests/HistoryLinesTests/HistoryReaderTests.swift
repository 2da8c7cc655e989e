import CivilTime
import Engine
import HistoryLines
import TestBasics
import Testing

/// Lines are read, and of what is none it is told why.
@Suite struct HistoryReaderTests {
    private static let now = Instant(seconds: 1_742_040_000)
    private static let metric = Metric(
        id: MetricID(1),
        publicID: "m",
        key: "steps",
        name: "Steps",
        unitType: .number,
        units: ""
    )

    private static func reader(new: Bool = false) -> HistoryReader {
        HistoryReader(
            rulebook: Rulebook(metrics: [metric]),
            zones: ZoneDatabase(),
            now: now,
            allowsNewMetrics: new,
            allowsNewAttributes: new
        )
    }

    @Test(
        arguments: [
            Row("no object", "[]", "must be an object"),
            Row("nothing known", "{}", "A line needs"),
            Row("a field too many", #"{"id":"ada","nmae":"A"}"#, "nmae is not a field here"),
            Row("an empty id", #"{"id":""}"#, "id must not be empty"),
            Row("no time", #"{"user":"ada","metric":"steps"}"#, "timestamp is required"),
            Row(
                "a metric and a streak",
                #"{"user":"ada","metric":"steps","streak":"s","timestamp":"2025-01-05"}"#,
                "streak comes without a metric"
            ),
            Row(
                "an unknown metric",
                #"{"user":"ada","metric":"stesp","timestamp":"2025-01-05"}"#,
                #"metric is unknown: "stesp""#
            ),
            Row(
                "an unknown attribute",
                #"{"user":"ada","metric":"steps","timestamp":"2025-01-05","attributes":{"a":"b"}}"#,
                #"attributes has "a", which has not been set up"#
            ),
            Row(
                "the future",
                #"{"user":"ada","metric":"steps","timestamp":"2025-03-15T12:06:00Z"}"#,
                "timestamp must not be in the future"
            ),
            Row("an unknown mark", #"{"user":"ada","mark":"bonus"}"#, "mark must be"),
            Row("no primary streak", #"{"user":"ada","mark":"reset"}"#, "at is required"),
            Row(
                "a pause that ends before it begins",
                #"{"user":"ada","mark":"pause","start":"2025-01-05","end":"2025-01-04"}"#,
                "end must not be before the start"
            ),
        ] as [Row<String, String>]
    )
    func `a bad line is told with the field and the reason`(row: Row<String, String>) {
        switch Self.reader().line(Array(row.input.utf8)) {
        case .success(let line): Issue.record("it was read as \(line)")
        case .failure(let problem):
            #expect(problem.reason.contains(row.expected), "\(problem.reason)")
        }
    }

    @Test func `events without a key are given one that follows from what they say`() throws {
        let reader = Self.reader(new: true)
        let lines = [
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-05T10:00:00Z","value":2}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-05T10:00:00Z","value":2}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-04T10:00:00Z","attributes":{"a":"b"}}"#,
            #"{"user":"ada","metric":"pages","timestamp":"2025-01-06T10:00:00Z","idempotencyKey":"k"}"#,
        ]
        func keys(_ lines: [String]) throws -> [String?] {
            var assembler = HistoryAssembler(zones: ZoneDatabase(), defaultZone: "UTC")
            for line in lines { assembler.add(try reader.line(Array(line.utf8)).get()) }
            let histories = assembler.histories()
            #expect(histories.count == 1)
            return histories.flatMap { $0 }.flatMap(\.events).map(\.idempotencyKey)
        }
        let found = try keys(lines)
        #expect(found[1...2] == ["import-1736071200000000-2", "import-1736071200000000-2-2"])
        #expect(found[0]?.hasPrefix("import-1735984800000000-1-") == true)
        #expect(found[3] == "k")
        #expect(try keys(lines.reversed()) == found)
    }

    @Test func `a date is noon where the user was`() throws {
        let reader = Self.reader()
        var assembler = HistoryAssembler(zones: ZoneDatabase(), defaultZone: "UTC")
        for line in [
            #"{"user":"ada","mark":"zone","tz":"Asia/Tokyo"}"#,
            #"{"user":"ada","mark":"zone","tz":"Europe/Paris","from":"2025-01-10T00:00:00Z"}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-05"}"#,
            #"{"user":"ada","metric":"steps","timestamp":"2025-01-12"}"#,
        ] { assembler.add(try reader.line(Array(line.utf8)).get()) }
        let history = try #require(assembler.histories().first?.first)
        #expect(history.zones.map(\.zone) == ["Asia/Tokyo", "Europe/Paris"])
        #expect(
            history.events.compactMap(\.occurredAt).map(\.iso8601)
                == ["2025-01-05T03:00:00.000Z", "2025-01-12T11:00:00.000Z"]
        )
    }

    @Test func `a user who did much has several histories, in the order of time`() throws {
        var assembler = HistoryAssembler(zones: ZoneDatabase(), defaultZone: "UTC")
        let count = HistoryLimits.eventsAtOnce + 5
        for number in (0..<count).reversed() {
            assembler.add(
                .event(
                    EventLine(
                        userID: "ada",
                        source: .metric("steps"),
                        time: .at(Instant(seconds: Int64(number))),
                        amount: Amount(1),
                        key: nil,
                        attributes: [:]
                    )
                )
            )
        }
        let histories = assembler.histories()[0]
        #expect(histories.map(\.events.count) == [HistoryLimits.eventsAtOnce, 5])
        let times = histories.flatMap(\.events).compactMap(\.occurredAt?.seconds)
        #expect(times == (0..<Int64(count)).map { $0 })
    }
}
