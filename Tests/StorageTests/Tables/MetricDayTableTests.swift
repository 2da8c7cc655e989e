import CivilTime
import Engine
import Storage
import Testing

@Suite struct MetricDayTableTests {
    /// Amounts on days: what is stored before, and what is added by one group.
    struct Addition: Sendable {
        let stored: [(day: Int32, amount: Int32)]
        let added: [(day: Int32, amount: Int32)]
    }

    @Test(
        arguments: Engines.all,
        [
            Row("the first day", Addition(stored: [], added: [(5, 1)]), ["5 +1 =1 #1"]),
            Row(
                "the newest day again",
                Addition(stored: [(5, 1)], added: [(5, 2)]),
                ["5 +3 =3 #2"]
            ),
            Row(
                "a day after",
                Addition(stored: [(5, 1)], added: [(7, 2)]),
                ["5 +1 =1 #1", "7 +2 =3 #1"]
            ),
            Row(
                "a new day before all",
                Addition(stored: [(5, 1)], added: [(3, 2)]),
                ["3 +2 =2 #1", "5 +1 =3 #1"]
            ),
            Row(
                "a new day in between",
                Addition(stored: [(3, 1), (7, 4)], added: [(5, 2)]),
                ["3 +1 =1 #1", "5 +2 =3 #1", "7 +4 =7 #1"]
            ),
            Row(
                "a known day in between",
                Addition(stored: [(3, 1), (5, 1), (7, 4)], added: [(5, 2)]),
                ["3 +1 =1 #1", "5 +3 =4 #2", "7 +4 =8 #1"]
            ),
            Row(
                "days everywhere at once",
                Addition(stored: [(4, 1), (6, 1)], added: [(7, 5), (3, 2), (6, -1), (5, 3)]),
                ["3 +2 =2 #1", "4 +1 =3 #1", "5 +3 =6 #1", "6 +0 =6 #2", "7 +5 =11 #1"]
            ),
            Row(
                "before 1970",
                Addition(stored: [(1, 1)], added: [(-3, 2)]),
                ["-3 +2 =2 #1", "1 +1 =3 #1"]
            ),
        ]
    )
    func `totals run on from day to day, whenever a day is added`(
        engine: EngineUnderTest,
        row: Row<Addition, [String]>
    ) throws {
        let database = try engine.makePrepared()
        try database.add(row.input.stored)
        try database.add(row.input.added)
        #expect(try database.days() == row.expected)
    }

    @Test(arguments: Engines.all)
    func `the rows of a batch may come in any order`(engine: EngineUnderTest) throws {
        var random = SplitMix64(state: 0x5A)
        var results: Set<[String]> = []
        for _ in 0..<4 {
            let database = try engine.makePrepared()
            let users = (1...6).map { UserKey($0) }
            for days in [[5, 9], [4, 9, 10], [3, 6]] as [[Int32]] {
                let known = try database.read { (connection) throws(StorageError) in
                    try connection.metricDays.newest(of: users.map { ($0, Samples.metric) })
                }
                var tallies = users.map { user in
                    var tally = MetricTally(
                        metric: Samples.metric,
                        stored: known[user]?[Samples.metric]
                    )
                    for day in days.shuffled(using: &random) where user.number % 3 != 0 || day > 4 {
                        let amount = Amount(Int32(user.number) * 10 + day)
                        _ = tally.add(amount, eventCount: 1, on: Samples.day(day))
                    }
                    return (user: user, tally: tally)
                }
                tallies.shuffle(using: &random)
                try database.write { [tallies] (connection) throws(StorageError) in
                    try connection.metricDays.store(tallies)
                }
            }
            results.insert(try database.texts(Self.everything))
        }
        #expect(results.count == 1)
    }

    @Test(arguments: Engines.all)
    func `a day's total beyond the limit is refused, though the last would fit`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        for day in [1, 9] as [Int32] {
            for _ in 0..<4 {
                try database.add([(day, day == 1 ? 1 : -1)], times: .maximumMagnitude)
            }
        }
        let before = try database.days()
        let error = #expect(throws: StorageError.self) { try database.add([(4, 1)]) }
        #expect(error?.code == .outOfRange)
        #expect(try database.days() == before)
        try database.add([(4, -1)])
        #expect(try database.days().map { $0.split(separator: " ")[0] } == ["1", "4", "9"])
    }

    @Test(arguments: Engines.all)
    func `totals are those of the newest days`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        try database.add([(3, 1), (7, 4)])
        try database.add([(5, 2)], metric: MetricID(2))
        try database.add([(9, 3), (4, -1)], metric: MetricID(70))
        let (totals, one, none, nobody) = try database.read { (connection) throws(StorageError) in
            let days = connection.metricDays
            return (
                try days.totals(of: UserKey(1)),
                try days.total(of: UserKey(1), metric: Samples.metric),
                try days.total(of: UserKey(1), metric: MetricID(3)),
                try days.totals(of: UserKey(2))
            )
        }
        #expect(
            totals == [
                Samples.metric: Amount(5), MetricID(2): Amount(2), MetricID(70): Amount(2),
            ]
        )
        #expect(one == Amount(5))
        #expect(none == .zero)
        #expect(nobody == [:])
    }

    @Test(
        arguments: Engines.all,
        [
            Row("from the middle on", (5, 9), [3, 5, 8]),
            Row("between days", (6, 7), [5]),
            Row("before all", (0, 2), []),
            Row("after all", (100, 200), [8]),
            Row("one day", (3, 3), [3]),
        ] as [Row<(Int32, Int32), [Int32]>]
    )
    func `the days over some dates begin with the last one before them`(
        engine: EngineUnderTest,
        row: Row<(Int32, Int32), [Int32]>
    ) throws {
        let database = try engine.makePrepared()
        try database.add([(3, 1), (5, 1), (8, 1)])
        let days = try database.read { (connection) throws(StorageError) in
            try connection.metricDays.days(
                of: UserKey(1),
                metric: Samples.metric,
                in: Samples.day(row.input.0)...Samples.day(row.input.1)
            )
        }
        #expect(days.map(\.day.dayNumber) == row.expected)
    }

    private static let everything: SQL = """
        SELECT user_key || ' ' || day || ' ' || change || ' ' || total || ' ' || event_count
        FROM metric_day ORDER BY user_key, day
        """
}

extension Database {
    /// Adds amounts of user 1 on days as one group does.
    fileprivate func add(
        _ amounts: [(day: Int32, amount: Int32)],
        times unit: Amount = Amount(1),
        metric: MetricID = Samples.metric
    ) throws {
        try write { (connection) throws(StorageError) in
            let newest = try connection.metricDays.newest(of: [(UserKey(1), metric)])
            var tally = MetricTally(metric: metric, stored: newest[UserKey(1)]?[metric])
            for (day, amount) in amounts {
                let sum = Amount(millionths: Int64(amount) * unit.millionths)
                guard tally.add(sum, eventCount: 1, on: Samples.day(day)) else {
                    throw StorageError(.unexpected, "the tally refuses \(sum)")
                }
            }
            try connection.metricDays.store([(UserKey(1), tally)])
        }
    }

    /// The days of user 1.
    fileprivate func days() throws -> [String] {
        try read { (connection) throws(StorageError) in
            try connection.metricDays.days(
                of: UserKey(1),
                metric: Samples.metric,
                in: Samples.day(-1_000)...Samples.day(1_000)
            )
        }.map { day in
            let sign = day.change < .zero ? "" : "+"
            return
                "\(day.day.dayNumber) \(sign)\(day.change) =\(day.total) #\(day.eventCount)"
        }
    }
}
