import CivilTime
import Engine
import Storage
import Testing

/// What it takes to store events that come long after their day.
@Suite struct LateDaysTests {
    private static let dayCount = 400
    private static let user = UserKey(1)

    @Test(arguments: Engines.all)
    func `a later day is written once, however many days before it change`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        try Self.store(days: (1...Self.dayCount).map { Int32($0) }, in: database)
        let late = stride(from: 2, through: 200, by: 2).map { Int32($0) }
        let writtenCount = try Self.store(days: late, in: database)
        // Each changed day once for itself, and every day from the first of them on for its total.
        #expect(writtenCount <= late.count + Self.dayCount)

        let days = try database.read { (connection) throws(StorageError) in
            try connection.metricDays.days(
                of: Self.user,
                metric: Samples.metric,
                in: Samples.day(1)...Samples.day(Int32(Self.dayCount))
            )
        }
        #expect(days.count == Self.dayCount)
        var sum = Amount.zero
        for day in days {
            sum.millionths += day.change.millionths
            #expect(day.total == sum)
            let isLate = day.day.dayNumber <= 200 && day.day.dayNumber % 2 == 0
            #expect(day.change == (isLate ? Amount(2) : Amount(1)))
        }
    }

    /// Adds one to days, as one group does, and says how many rows that wrote.
    @discardableResult
    private static func store(days: [Int32], in database: any Database) throws -> Int {
        try database.write { (connection) throws(StorageError) in
            let newest = try connection.metricDays.newest(of: [(user, Samples.metric)])
            var tally = MetricTally(metric: Samples.metric, stored: newest[user]?[Samples.metric])
            for day in days { _ = tally.add(Amount(1), eventCount: 1, on: Samples.day(day)) }
            let counting = CountingConnection(connection)
            try counting.metricDays.store([(user, tally)])
            return counting.writtenCount
        }
    }
}

/// A connection that counts the rows that are written through it.
private final class CountingConnection: Connection {
    private let connection: any Connection
    private(set) var writtenCount = 0

    init(_ connection: any Connection) { self.connection = connection }

    var dialect: SQLDialect { connection.dialect }

    func execute(_ statement: SQL) throws(StorageError) -> Int {
        let count = try connection.execute(statement)
        writtenCount += count
        return count
    }

    func forEachRow(
        of statement: SQL,
        _ body: (any Storage.Row) throws(StorageError) -> Void
    ) throws(StorageError) {
        try connection.forEachRow(of: statement, body)
    }
}
