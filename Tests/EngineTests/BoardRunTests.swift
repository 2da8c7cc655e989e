import CivilTime
import TestBasics
import Testing

@testable import Engine

/// The runs of leaderboards: which days they have, and when they take nothing any more.
@Suite struct BoardRunTests {
    private static func board(
        _ unit: Board.Interval.Unit?,
        _ count: Int = 1,
        start: String,
        end: String? = nil
    ) throws -> Board {
        var board = Board(
            id: BoardID(1),
            publicID: "b",
            key: "b",
            name: "B",
            source: .metric(MetricID(1)),
            start: try CivilDate(iso8601: start)
        )
        board.end = try end.map { try CivilDate(iso8601: $0) }
        board.interval = unit.map { Board.Interval(unit: $0, count: count) }
        board.state = .open
        return board
    }

    private struct Case: Sendable {
        let unit: Board.Interval.Unit?
        let count: Int
        let start: String
        var end: String?
        let day: String
        /// The first and the last day of the run, as in `2026-01-01 2026-01-07`; nothing for none.
        let run: String?
    }

    private static let cases = [
        Case(unit: nil, count: 1, start: "2026-01-05", day: "2026-01-04", run: nil),
        Case(unit: nil, count: 1, start: "2026-01-05", day: "2027-09-04", run: "2026-01-05 -"),
        Case(
            unit: nil,
            count: 1,
            start: "2026-01-05",
            end: "2026-02-01",
            day: "2026-02-02",
            run: nil
        ),
        Case(
            unit: .day,
            count: 1,
            start: "2026-01-05",
            day: "2026-01-05",
            run: "2026-01-05 2026-01-05"
        ),
        Case(
            unit: .day,
            count: 7,
            start: "2026-01-05",
            day: "2026-01-11",
            run: "2026-01-05 2026-01-11"
        ),
        Case(
            unit: .day,
            count: 7,
            start: "2026-01-05",
            day: "2026-01-12",
            run: "2026-01-12 2026-01-18"
        ),
        Case(
            unit: .day,
            count: 7,
            start: "2026-01-05",
            end: "2026-01-14",
            day: "2026-01-13",
            run: "2026-01-12 2026-01-14"
        ),
        Case(
            unit: .month,
            count: 1,
            start: "2026-01-31",
            day: "2026-02-27",
            run: "2026-01-31 2026-02-27"
        ),
        Case(
            unit: .month,
            count: 1,
            start: "2026-01-31",
            day: "2026-02-28",
            run: "2026-02-28 2026-03-30"
        ),
        Case(
            unit: .month,
            count: 1,
            start: "2026-01-31",
            day: "2026-03-31",
            run: "2026-03-31 2026-04-29"
        ),
        Case(
            unit: .month,
            count: 3,
            start: "2026-01-01",
            day: "2027-06-30",
            run: "2027-04-01 2027-06-30"
        ),
        Case(
            unit: .year,
            count: 1,
            start: "2024-02-29",
            day: "2025-02-28",
            run: "2025-02-28 2026-02-27"
        ),
        Case(
            unit: .year,
            count: 2,
            start: "2024-02-29",
            day: "2028-02-28",
            run: "2026-02-28 2028-02-28"
        ),
    ]

    @Test func `a day belongs to one run`() throws {
        for row in Self.cases {
            let board = try Self.board(row.unit, row.count, start: row.start, end: row.end)
            let run = board.run(holding: try CivilDate(iso8601: row.day))
            let text = run.map { "\($0.first.iso8601) \($0.last?.iso8601 ?? "-")" }
            #expect(text == row.run, "\(row)")
            if let run, let last = run.last, last != board.end {
                #expect(board.run(after: run)?.first == last.adding(days: 1))
            }
        }
    }

    @Test func `a run is final when the last zone has ended it, and after the wait`() throws {
        var board = try Self.board(.day, start: "2026-03-01")
        let day = try CivilDate(iso8601: "2026-03-05")
        let run = try #require(board.run(holding: day))
        #expect(run.beginsAt == (try Instant(iso8601: "2026-03-04T10:00:00Z")))
        #expect(run.endsAt == (try Instant(iso8601: "2026-03-06T12:00:00Z")))
        #expect(board.finalAt(run) == (try Instant(iso8601: "2026-03-06T14:00:00Z")))
        board.finalizingSeconds = 0
        #expect(!board.isOpen(run, at: run.endsAt))
        #expect(board.isOpen(run, at: run.endsAt.adding(seconds: -1)))
    }

    @Test func `the runs that are open are those in which something may count`() throws {
        for (unit, count) in [(Board.Interval.Unit.day, 1), (.day, 7), (.month, 1)] {
            let board = try Self.board(unit, count, start: "2026-01-01", end: "2026-05-10")
            var now = try Instant(iso8601: "2025-12-28T00:00:00Z")
            while now < (try Instant(iso8601: "2026-05-20T00:00:00Z")) {
                let open = board.openRuns(at: now)
                let today = Zone.utc.civilDate(at: now)
                let wanted = Set(
                    (-70...1).compactMap { board.run(holding: today.adding(days: $0)) }
                )
                .filter { board.isOpen($0, at: now) && $0.beginsAt <= now }
                #expect(Set(open).isSuperset(of: wanted), "\(now.iso8601)")
                #expect(open.allSatisfy { board.isOpen($0, at: now) })
                #expect(Set(open).count == open.count)
                now = now.adding(seconds: 5 * 3_600)
            }
        }
    }

    @Test func `a group is told by its values, whatever is in them`() {
        for values in [["a"], ["a", "b"], ["", ""], ["\u{1F}", "\\"], ["a\\u", "\\\u{1F}u"]] {
            #expect(BoardGroup(values: values).values == values)
        }
        #expect(BoardGroup(values: ["a", "b"]) != BoardGroup(values: ["a\u{1F}b"]))
        #expect(BoardGroup(values: ["é"]) != BoardGroup(values: ["e\u{301}"]))
    }

    @Test func `what contradicts itself is found`() throws {
        let table: [(problem: BoardProblem?, change: (inout Board) -> Void)] = [
            (nil, { _ in }),
            (.endsBeforeStart, { $0.end = $0.start.adding(days: -1) }),
            (.runLength, { $0.interval = Board.Interval(unit: .day, count: 0) }),
            (
                .streaksRepeat,
                {
                    $0.source = .streak
                    $0.interval = Board.Interval(unit: .day, count: 7)
                }
            ),
            (.noPlaces, { $0.maximumParticipants = 0 }),
            (.wait, { $0.finalizingSeconds = -1 }),
            (.breakdown, { $0.breakdown = [AttributeID(1), AttributeID(1)] }),
            (
                .hoursBackwards,
                {
                    $0.startTime = WallTime(hour: 9, minute: 0)
                    $0.endTime = WallTime(hour: 9, minute: 0)
                }
            ),
        ]
        for (problem, change) in table {
            var board = try Self.board(nil, start: "2026-01-01")
            change(&board)
            #expect(board.problem == problem)
        }
    }
}
