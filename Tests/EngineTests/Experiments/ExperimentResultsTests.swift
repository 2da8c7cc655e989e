import CivilTime
import TestBasics
import Testing

@testable import Engine

/// What is read out of experiments: no effect where there is none, and one that was planted.
@Suite struct ExperimentResultsTests {
    private static let userCount = 100_000

    /// Simulated users: how many came back on a day, and on how many days they were active.
    private func results(
        _ seed: UInt64,
        uplift: UInt64,
        lost: UInt64 = 0
    ) throws -> ExperimentResults {
        let split = try #require(Split(salt: "results \(seed)", weights: [1, 1]))
        var random = SplitMix64(state: seed &+ 77)
        var users: [Int64] = [0, 0]
        var active: [Int64] = [0, 0]
        var (sums, squares): ([Double], [Double]) = ([0, 0], [0, 0])
        for _ in 0..<Self.userCount {
            guard let arm = split.arm(of: UserKey(hash: random.next())) else { continue }
            let draw = random.next()
            if arm == 1, draw >> 40 & 1_023 < lost { continue }
            let planted = arm == 1 ? uplift : 0
            users[arm] += 1
            if draw & 0xFFFF < 19_660 + planted * 65 { active[arm] += 1 }
            // Days on which the user was active: a sum of twelve draws.
            let days =
                Double((draw >> 16 & 0xFFF).nonzeroBitCount)
                + (draw >> 32 & 0xFF < planted * 3 ? 1 : 0)
            sums[arm] += days
            squares[arm] += days * days
        }
        return ExperimentResults(
            [0, 1].map { arm in
                var counts = ExperimentResults.Counts(weight: 1)
                counts.users = users[arm]
                counts.retention = [Proportion(active[arm], of: users[arm])]
                counts.activeDays = Moments(
                    count: users[arm],
                    sum: sums[arm],
                    squares: squares[arm]
                )
                return counts
            }
        )
    }

    @Test func `two equal arms differ in no more than five of a hundred experiments`() throws {
        var (retained, active, suspicious) = (0, 0, 0)
        for seed in 0..<100 as Range<UInt64> {
            let results = try results(seed, uplift: 0)
            if results.arms[1].retention[0]?.difference.isCertain == true { retained += 1 }
            if results.arms[1].activeDays?.difference.isCertain == true { active += 1 }
            if results.isSuspicious { suspicious += 1 }
        }
        #expect(retained <= 5)
        #expect(active <= 5)
        #expect(suspicious <= 1)
    }

    @Test func `a planted uplift is found, with its size`() throws {
        var (found, covered) = (0, 0)
        for seed in 100..<120 as Range<UInt64> {
            let arm = try results(seed, uplift: 20).arms[1]
            let retention = try #require(arm.retention[0])
            let uplift = try #require(retention.uplift)
            if retention.difference.isCertain, arm.activeDays?.difference.isCertain == true {
                found += 1
            }
            // Twenty more of a thousand come back, where three hundred did.
            if uplift.interval.contains(0.0661) { covered += 1 }
        }
        #expect(found >= 19)
        // An interval leaves the truth out five times of a hundred.
        #expect(covered >= 17)
    }

    @Test func `a split from which users are lost is suspicious`() throws {
        #expect(try !results(1, uplift: 0).isSuspicious)
        #expect(try results(1, uplift: 0, lost: 40).isSuspicious)
    }

    @Test func `the first arm is compared with nothing, and nobody with nobody`() {
        let results = ExperimentResults(
            [3, 1].map { ExperimentResults.Counts(weight: $0) }
        )
        #expect(results.arms[0].activeDays == nil)
        #expect(results.arms[1].activeDays == nil)
        #expect(results.arms.map(\.expected) == [0, 0])
        #expect(!results.isSuspicious)
    }

    // MARK: Sheets

    private static let arm = UserRecord.Arm(
        experiment: ExperimentID(7),
        key: "b",
        span: Instant(seconds: 10 * 86_400)..<Instant(seconds: 40 * 86_400)
    )

    private static func sheet(_ days: [Int64]) -> UserSheet {
        var record = UserRecord(
            user: User(id: "u", createdAt: .distantPast, updatedAt: .distantPast),
            segments: [],
            zones: ZoneHistory(.utc),
            workspaceZones: ZoneHistory(.utc)
        )
        record.activities = days.map { day in
            UserRecord.Activity(
                metric: MetricID(1),
                day: CivilDate(dayNumber: Int32(day)),
                at: Instant(seconds: day * 86_400 + 43_200),
                amount: Amount(1)
            )
        }
        record.arms = [arm]
        return UserSheet(record) { _, _ in nil }
    }

    @Test(arguments: [
        Row("never", [9, 40, 41], [:] as [Int64: Int64]),
        Row("once", [9, 12], [-1: 0, 100: 1, 101: 1, 102: 1, 103: 1]),
        Row("on the next day", [12, 13, 13], [-1: 0, 1: 0, 100: 2, 101: 4, 102: 3, 103: 9]),
        Row("a week later", [10, 17], [-1: 0, 7: 0, 100: 2, 101: 4, 102: 2, 103: 4]),
        Row("after the end", [39, 40], [-1: 0, 100: 1, 101: 1, 102: 1, 103: 1]),
    ]) func `a user enters with the first event that happens while it runs`(
        row: Row<[Int64], [Int64: Int64]>
    ) {
        let sheet = Self.sheet(row.input)
        let found = sheet.valued.filter { $0.key.cell.series == .experiment }
        let entry = row.input.first { Self.arm.span.contains(Instant(seconds: $0 * 86_400)) }
        #expect(
            Dictionary(uniqueKeysWithValues: found.map { ($0.key.cell.slot, $0.value.whole) })
                == row.expected
        )
        #expect(
            found.keys.allSatisfy { key in
                Int64(key.cell.day.dayNumber) == entry
                    && key.segment == Segment(Segment.experiment(7), "b")
            }
        )
        #expect(sheet.isCounted(in: .arm(of: ExperimentID(7), key: "b")) == !row.expected.isEmpty)
        #expect(!sheet.isCounted(in: .arm(of: ExperimentID(7), key: "a")))
    }
}
