import CivilTime
import Engine
import OperatingSystem
import Storage
import Synchronization
import Testing

/// Facts are read in the order in which they become visible, so that a reader who goes on from the
/// last one never leaves one behind.
@Suite struct FactPlaceTests {
    private static func fact(_ length: Int) -> Fact {
        Fact(
            StreakFact(
                streak: "d1",
                kind: .extended,
                at: Samples.moment(0),
                length: length,
                previousLength: 0,
                freezes: 0
            )
        )
    }

    private static func insert(
        _ numbers: Int64...,
        of user: Int64 = 1,
        in workspace: Int64 = 1,
        on connection: any Connection
    ) throws(StorageError) {
        try connection.facts.insert(
            numbers.map { number in
                (number, UserKey(user), WorkspaceID(workspace), fact(Int(number)))
            },
            at: Samples.moment(0)
        )
    }

    /// Returns when everything can be read: transactions of other tests on the same server count too.
    static func settle(_ database: any Database) throws {
        while try database.read({ (connection) throws(StorageError) in
            try connection.facts.hasUnsettled()
        }) {}
    }

    private static func numbers(
        _ database: any Database,
        after place: FactPlace = .start,
        in workspace: Int64? = nil
    ) throws -> [Int64] {
        try database.read { (connection) throws(StorageError) in
            try connection.facts.placed(
                after: place,
                in: workspace.map(WorkspaceID.init),
                limit: 1_000
            ).map(\.stored.number)
        }
    }

    @Test(arguments: Engines.all)
    func `the newest facts of a kind are found, also where few are of it`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            try Self.insert(1, 2, 3, 4, of: 1, on: connection)
            try Self.insert(5, 6, of: 2, on: connection)
            try Self.insert(7, of: 2, in: 2, on: connection)
        }
        /// The numbers of a page, and below which one to go on: 0 where nothing is left.
        func page(
            of kind: StreakFact.Kind = .extended,
            about user: Int64? = nil,
            below number: Int64 = .max,
            lookingAt count: Int = 100
        ) throws -> [Int64] {
            let page = try database.read { (connection) throws(StorageError) in
                try connection.facts.newest(
                    of: [Fact.Kind(kind)],
                    in: WorkspaceID(1),
                    about: user.map(UserKey.init),
                    below: number,
                    lookingAt: count,
                    limit: 3
                )
            }
            return page.facts.map(\.number) + [page.next ?? 0]
        }
        #expect(try page() == [6, 5, 4, 4])
        #expect(try page(below: 4) == [3, 2, 1, 1])
        #expect(try page(below: 1) == [0])
        #expect(try page(about: 2) == [6, 5, 0])
        // A page looks at so many and goes on below them.
        #expect(try page(about: 1, lookingAt: 4) == [4, 4])
        #expect(try page(about: 1, below: 4, lookingAt: 4) == [3, 2, 1, 1])
        #expect(try page(of: .lost) == [0])
        #expect(try page(of: .lost, lookingAt: 2) == [6])
    }

    @Test(arguments: Engines.all)
    func `facts are read in the order of commits, whatever their numbers`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        for number: Int64 in [500, 100, 300, 200] {
            try database.write { (connection) throws(StorageError) in
                try Self.insert(number, number + 1, on: connection)
            }
        }
        try Self.settle(database)
        let places = try database.read { (connection) throws(StorageError) in
            try connection.facts.placed(after: .start, limit: 100)
        }
        #expect(places.map(\.stored.number) == [500, 501, 100, 101, 300, 301, 200, 201])
        for (index, fact) in places.enumerated() {
            let rest = places[(index + 1)...].map(\.stored.number)
            #expect(try Self.numbers(database, after: fact.place) == rest)
        }
    }

    @Test(arguments: Engines.all)
    func `a page ends where it is told to, and has one workspace's facts if told so`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        for number: Int64 in 1...6 {
            try database.write { (connection) throws(StorageError) in
                try Self.insert(number, in: number % 2, on: connection)
            }
        }
        try Self.settle(database)
        #expect(try Self.numbers(database, in: 0) == [2, 4, 6])
        let pages = try database.read { (connection) throws(StorageError) in
            let all = try connection.facts.placed(after: .start, limit: 100).map(\.place)
            let page = try connection.facts.placed(after: all[0], through: all[3], limit: 100)
            return (all, page.map(\.place), try connection.facts.newestPlace())
        }
        #expect(pages.1 == Array(pages.0[1...3]))
        #expect(pages.2 == pages.0.last)
    }

    @Test(arguments: Engines.all)
    func `the order keeps its number until its places are somebody else's`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let numbers = try database.write { (connection) throws(StorageError) in
            try connection.installation.create(at: 0)
            let before = try connection.facts.epoch()
            return (
                before, try connection.facts.settleEpoch(7), try connection.facts.settleEpoch(8),
                try connection.facts.epoch()
            )
        }
        #expect(numbers == (nil, 7, 7, 7))
    }

    @Test(arguments: Engines.all)
    func `a copy has all facts before its own, in an order of its own`(
        engine: EngineUnderTest
    ) throws {
        let source = try engine.makePrepared()
        try source.write { (connection) throws(StorageError) in
            try connection.installation.create(at: 0)
            _ = try connection.facts.settleEpoch(7)
            try Self.insert(30, 10, 20, on: connection)
        }
        let copy = try engine.makePrepared()
        try DatabaseCopy(to: copy) { _ in }.run(from: source)
        let epoch = try copy.write { (connection) throws(StorageError) in
            try Self.insert(5, on: connection)
            return try connection.facts.epoch()
        }
        #expect(epoch == nil)
        try Self.settle(copy)
        #expect(try Self.numbers(copy) == [10, 20, 30, 5])
    }

    @Test(arguments: Engines.onPostgres)
    func `a restored dump, whose transactions are ahead, begins a new order`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            try connection.installation.create(at: 0)
            _ = try connection.facts.settleEpoch(7)
            try Self.insert(1, 2, on: connection)
        }
        let ahead = FactPlace(place: 1 << 40, number: 1, user: 1)
        try database.write { (connection) throws(StorageError) in
            _ = try connection.execute("UPDATE fact SET place = \(ahead.place)")
        }
        #expect(try Self.numbers(database) == [])
        let (epoch, isConceivable) = try database.write { (connection) throws(StorageError) in
            try Self.insert(3, on: connection)
            return (
                try connection.facts.epoch(), try connection.facts.isConceivable(ahead)
            )
        }
        #expect(epoch == nil)
        #expect(!isConceivable)
        let next = try database.write { (connection) throws(StorageError) in
            try connection.facts.settleEpoch(8)
        }
        #expect(next == 8)
        try Self.settle(database)
        #expect(try Self.numbers(database) == [1, 2, 3])
    }

    @Test(arguments: Engines.onPostgres)
    func `a fact waits for transactions that began to tell before it`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            try Self.insert(20, on: connection)
        }
        try Self.settle(database)
        // The outer transaction is first to tell, and last to commit.
        try database.write { (outer) throws(StorageError) in
            try Self.insert(10, on: outer)
            // What was sent has been carried out once somebody waits for an answer.
            _ = try outer.facts.hasUnsettled()
            try database.write { (inner) throws(StorageError) in
                try Self.insert(30, of: 2, on: inner)
            }
            let (seen, hasUnsettled) = try database.read { (connection) throws(StorageError) in
                (
                    try connection.facts.placed(after: .start, limit: 9).map(\.stored.number),
                    try connection.facts.hasUnsettled()
                )
            }
            guard seen == [20], hasUnsettled else {
                throw StorageError(.unexpected, "read \(seen) too early")
            }
        }
        try Self.settle(database)
        #expect(try Self.numbers(database) == [20, 10, 30])
    }

    @Test(arguments: Engines.all)
    func `a reader who follows many writers reads each fact once`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let writerCount = 4
        let perWriter = 40
        let running = Atomic(writerCount)
        for writer in 0..<writerCount {
            SystemThread.start {
                var random = SplitMix64(state: UInt64(writer))
                for index in 0..<perWriter {
                    // Drawn long before the commit, and in another order.
                    let number = Int64.random(in: 0..<1_000, using: &random) << 12
                    try? database.write { (connection) throws(StorageError) in
                        let user = Int64(writer * perWriter + index)
                        try Self.insert(number, of: user, on: connection)
                        if index.isMultiple(of: 3) {
                            _ = try connection.facts.hasUnsettled()
                        }
                        try Self.insert(number + 1, of: user, on: connection)
                    }
                }
                running.subtract(1, ordering: .acquiringAndReleasing)
            }
        }
        var read: [FactPlace] = []
        var isLast = false
        while !isLast {
            let isOver = running.load(ordering: .acquiring) == 0
            let (page, isSettled) = try database.read { (connection) throws(StorageError) in
                (
                    try connection.facts.placed(after: read.last ?? .start, limit: 7),
                    try !connection.facts.hasUnsettled()
                )
            }
            read += page.map(\.place)
            isLast = isOver && isSettled && page.isEmpty
        }
        #expect(read == read.sorted())
        #expect(Set(read).count == read.count)
        #expect(read.count == 2 * writerCount * perWriter)
    }
}
