import CivilTime
import Storage
import Testing

/// A follower's place moves for whoever holds its lease, and for nobody else.
@Suite struct FollowerTableTests {
    private static let now = Samples.moment(7)
    private static let place = FactPlace(place: 3, number: 2, user: 1)

    private static func find(_ connection: any Connection) throws(StorageError) -> StoredFollower {
        guard let found = try connection.followers.find("mail") else {
            throw StorageError(.unexpected, "there is no follower")
        }
        return found
    }

    @Test(arguments: Engines.all)
    func `a follower is made once, and of two who saw it free one takes it`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let takes = try database.write { (connection) throws(StorageError) in
            let followers = connection.followers
            try followers.create("mail", at: .start, of: 5, now: Self.now)
            try followers.create("mail", at: Self.place, of: 6, now: Self.now)
            let seen = try Self.find(connection)
            return (
                seen, try followers.take(seen, by: "a", now: Self.now),
                try followers.take(seen, by: "b", now: Self.now), try Self.find(connection)
            )
        }
        #expect((takes.0.epoch, takes.0.place, takes.0.holder) == (5, .start, nil))
        #expect((takes.1, takes.2) == (true, false))
        #expect(takes.3.holder == "a")
        #expect(takes.3.renewalCount == takes.0.renewalCount + 1)
    }

    @Test(arguments: Engines.all)
    func `whoever lost the lease moves, renews and releases nothing`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            let followers = connection.followers
            try followers.create("mail", at: .start, of: 5, now: Self.now)
            _ = try followers.take(try Self.find(connection), by: "a", now: Self.now)
            _ = try followers.take(try Self.find(connection), by: "b", now: Self.now)
            let before = try Self.find(connection)
            let later = Samples.moment(9)
            let moved = try followers.move("mail", by: "a", to: Self.place, of: 5, now: later)
            let renewed = try followers.renew("mail", by: "a", now: later)
            try followers.release("mail", by: "a", now: later)
            #expect((moved, renewed) == (false, false))
            #expect(try Self.find(connection) == before)

            #expect(try followers.move("mail", by: "b", to: Self.place, of: 6, now: later))
            #expect(try followers.renew("mail", by: "b", now: later))
            let after = try Self.find(connection)
            #expect((after.place, after.epoch, after.holder) == (Self.place, 6, "b"))
            #expect(after.renewalCount == before.renewalCount + 2)
            #expect(after.updatedAt == later)
            try followers.release("mail", by: "b", now: later)
            #expect(try Self.find(connection).holder == nil)
        }
    }
}
