import CivilTime
import Engine
import Storage
import Testing

@Suite struct PointsTableTests {
    private static let user = UserKey(7)
    private static let system = PointsSystemID(3)

    private static var balance: PointsBalance {
        var state = PointsTriggerState(activation: 2)
        state.base = 4
        state.top = 9
        state.period = 20_000
        state.run = 19_990
        state.count = 3
        state.startedOn = CivilDate(dayNumber: 19_000)
        state.ticks = 12
        state.days = [CivilDate(dayNumber: 20_001): 10, CivilDate(dayNumber: 20_002): -5]
        state.daysSince = CivilDate(dayNumber: 19_999)
        var balance = PointsBalance(system: system)
        balance.total = -5
        balance.earned = 10
        balance.lastNumber = 2
        balance.spentThrough = 1
        balance.expiresOn = CivilDate(dayNumber: 20_030)
        balance.expiresAfterDays = 30
        balance.triggers = [
            PointsTriggerID(8): state, PointsTriggerID(9): PointsTriggerState(activation: 1),
        ]
        balance.dueAt = Samples.moment(5)
        balance.dueNumber = 77
        return balance
    }

    private static func row(
        _ number: Int64,
        _ amount: Int64,
        key: String? = nil,
        on day: CivilDate? = nil,
        _ change: (inout PointsRow.Detail) -> Void = { _ in }
    ) -> PointsRow {
        var detail = PointsRow.Detail()
        change(&detail)
        return PointsRow(
            system: system,
            number: number,
            kind: amount > 0 ? .award : .correction,
            amount: amount,
            total: amount,
            earned: 10,
            at: Samples.moment(number),
            day: day ?? CivilDate(dayNumber: 20_000 + Int32(number / 2)),
            trigger: amount > 0 ? PointsTriggerID(8) : nil,
            madeBy: amount > 0 ? 99 : nil,
            key: key,
            detail: detail
        )
    }

    private static let rows = [
        row(1, 10) { detail in
            detail.event = 99
            detail.achievement = AchievementID(4)
            detail.activation = 2
            detail.points = 5
            detail.multiples = 3..<5
            detail.period = 20_000
            detail.countsOn = CivilDate(dayNumber: 19_998)
            detail.boosts = [
                PointsRow.Boost(
                    id: PointsBoostID(6),
                    multiplier: Amount(millionths: 1_500_000),
                    rounding: .nearest
                )
            ]
        },
        row(2, -5, key: "k") { detail in
            detail.reason = "why \"é\""
            detail.corrects = 1
        }, row(3, 1),
    ]

    @Test(arguments: Engines.all)
    func `a balance is read as it was stored, and stored anew`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        var balance = Self.balance
        for _ in 0..<2 {
            try database.write { (connection) throws(StorageError) in
                try connection.pointsBalances.store([
                    (Self.user, balance), (Self.user, PointsBalance(system: PointsSystemID(9))),
                ])
            }
            let found = try database.read { (connection) throws(StorageError) in
                try connection.value(
                    of: connection.pointsBalances.balances(of: [Self.user, UserKey(8)])
                )
            }
            #expect(found.keys.map(\.number) == [7])
            let known = found[Self.user]?.sorted { $0.system < $1.system }
            #expect(known == [balance, PointsBalance(system: PointsSystemID(9))])
            balance.total = 100
            balance.triggers = [:]
            balance.dueAt = nil
            balance.dueNumber = nil
        }
    }

    @Test(arguments: Engines.all)
    func `rows are read as they were added, the newest first`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            try connection.pointsLedger.insert(Self.rows.map { (Self.user, $0) })
        }
        try database.read { (connection) throws(StorageError) in
            let ledger = connection.pointsLedger
            let newest = try ledger.page(of: Self.user, Self.system, limit: 9)
            #expect(newest == Self.rows.reversed())
            let older = try ledger.page(of: Self.user, Self.system, before: 3, limit: 1)
            #expect(older == [Self.rows[1]])
            let awards = try ledger.page(of: Self.user, Self.system, kinds: [.award], limit: 9)
            #expect(awards == [Self.rows[2], Self.rows[0]])
            #expect(try ledger.page(of: UserKey(8), Self.system, limit: 9).isEmpty)
            let all = try ledger.page(of: Self.system, before: nil, limit: 2)
            #expect(all.map(\.row) == [Self.rows[2], Self.rows[1]])
            let rest = try ledger.page(
                of: Self.system,
                before: PointsLedgerCursor(at: Samples.moment(2), user: 7, number: 2),
                limit: 2
            )
            #expect(rest.map(\.row) == [Self.rows[0]])
        }
    }

    @Test(arguments: Engines.all)
    func `a key is used once in a system`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        func add(_ number: Int64, to user: Int64) throws {
            try database.write { (connection) throws(StorageError) in
                try connection.pointsLedger.insert([
                    (UserKey(user), Self.row(number, 5, key: "k"))
                ])
            }
        }
        try add(1, to: 7)
        try add(1, to: 8)
        let error = #expect(throws: StorageError.self) { try add(2, to: 7) }
        #expect(error?.code == .duplicateKey)
    }

    @Test(arguments: Engines.all)
    func `days tell what was added and the total at their end`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            try connection.pointsLedger.insert(Self.rows.map { (Self.user, $0) })
        }
        func days(_ first: Int32, _ last: Int32) throws -> [PointsDay] {
            try database.read { (connection) throws(StorageError) in
                try connection.pointsLedger.days(
                    of: Self.user,
                    Self.system,
                    in: CivilDate(dayNumber: first)...CivilDate(dayNumber: last)
                )
            }
        }
        #expect(try days(20_000, 20_001).map(\.change) == [10, -4])
        #expect(try days(20_001, 20_001).map(\.total) == [10, 6])
        #expect(try days(20_005, 20_009).map(\.total) == [6])
        #expect(try days(19_000, 19_999).isEmpty)
    }

    @Test(arguments: Engines.all)
    func `a day that comes after a later one adds to the total of both`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let moved = [
            Self.row(1, 10, on: CivilDate(dayNumber: 20_001)),
            Self.row(2, 10, on: CivilDate(dayNumber: 20_000)),
        ]
        try database.write { (connection) throws(StorageError) in
            try connection.pointsLedger.insert(moved.map { (Self.user, $0) })
        }
        let days = try database.read { (connection) throws(StorageError) in
            try connection.pointsLedger.days(
                of: Self.user,
                Self.system,
                in: CivilDate(dayNumber: 20_000)...CivilDate(dayNumber: 20_001)
            )
        }
        #expect(days.map(\.total) == [10, 20])
    }

    @Test(arguments: Engines.all)
    func `a walk goes on from where it was noted, and ends`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        func next() throws -> PointsWalk? {
            try database.read { (connection) throws(StorageError) in
                try connection.pointsWalks.next()
            }
        }
        func write(_ body: (PointsWalkTable) throws(StorageError) -> Void) throws {
            try database.write { (connection) throws(StorageError) in
                try body(connection.pointsWalks)
            }
        }
        #expect(try next() == nil)
        try write { (walks) throws(StorageError) in
            try walks.start(Self.system, in: Samples.workspace, at: Samples.moment(1))
        }
        let first = try #require(try next())
        #expect(first.cursor == .start)
        let cursor = UserCursor(createdAt: Samples.moment(3), key: 4)
        try write { (walks) throws(StorageError) in try walks.advance(first, to: cursor) }
        // Whoever comes too late changes nothing.
        try write { (walks) throws(StorageError) in try walks.advance(first, to: nil) }
        let second = try #require(try next())
        #expect(second.cursor == cursor)
        try write { (walks) throws(StorageError) in try walks.advance(second, to: nil) }
        #expect(try next() == nil)
    }
}
