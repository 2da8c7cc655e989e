import CivilTime
import Engine
import Storage
import Testing

/// Reminders that were decided: each once, counted by day, and left alone when they are done.
@Suite struct ReminderTableTests {
    private static func reminder(
        _ number: Int64,
        of user: Int64 = 1,
        _ period: String = "2026-11-10",
        on day: Int32 = 20_000
    ) -> Reminder {
        var reminder = Reminder(
            number: number,
            workspace: WorkspaceID(1),
            key: Reminder.Key(
                user: UserKey(user),
                kind: .streakReminder,
                period: period,
                channel: .email
            ),
            subject: 1,
            count: 3,
            occurredAt: Samples.moment(1),
            closesAt: Samples.moment(2),
            on: CivilDate(dayNumber: day),
            decidedAt: Samples.moment(1)
        )
        reminder.attemptAt = Reminder.atOnce
        return reminder
    }

    @Test(arguments: Engines.all) func `nobody is reminded of the same thing twice`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let all = [Self.reminder(1), Self.reminder(2), Self.reminder(3, of: 2)]
        let known = try database.write { (connection) throws(StorageError) in
            try connection.reminders.insert(all)
            try connection.reminders.insert(all)
            return try connection.reminders.existing(all.map(\.key))
        }
        #expect(known == Set(all.map(\.key)))
        #expect(try Self.waiting(database) == [1, 3])
    }

    @Test(arguments: Engines.all) func `what is done waits no more, and counts`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        var done = Self.reminder(1)
        (done.status, done.attemptAt) = (.sending, nil)
        var dropped = Self.reminder(2, "2026-11-11", on: 20_001)
        (dropped.status, dropped.attemptAt, dropped.reason) = (.dropped, nil, .extended)
        let changed = [done, dropped]
        let (counts, interrupted) = try database.write { (connection) throws(StorageError) in
            try connection.reminders.insert([
                Self.reminder(1), Self.reminder(2, "2026-11-11", on: 20_001),
            ])
            try connection.reminders.update(changed)
            return (
                try connection.reminders.counts(
                    of: [UserKey(1)],
                    from: CivilDate(dayNumber: 19_999)
                ),
                try connection.reminders.interrupted(limit: 10)
            )
        }
        #expect(try Self.waiting(database) == [])
        #expect(counts == [UserKey(1): [CivilDate(dayNumber: 20_000): 1]])
        #expect(interrupted == [done])
    }

    @Test(arguments: Engines.all) func `a page is of one user, one status, or all`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        // As large as the keys of users are.
        let user = Int64.max / 3
        var done = Self.reminder(2, of: user)
        (done.status, done.attemptAt) = (.sent, nil)
        let all = [Self.reminder(1), done, Self.reminder(3, of: user, "2026-11-11")]
        try database.write { (connection) throws(StorageError) in
            try connection.reminders.insert(all)
        }
        func page(
            of user: Int64?,
            _ status: Reminder.Status?,
            _ kind: ReminderKind? = nil
        ) throws -> [Int64] {
            try database.read { (connection) throws(StorageError) in
                try connection.reminders.page(
                    in: WorkspaceID(1),
                    of: user.map { UserKey($0) },
                    status: status,
                    kind: kind,
                    before: .max,
                    limit: 10
                ).map(\.number)
            }
        }
        #expect(try page(of: nil, nil) == [3, 2, 1])
        #expect(try page(of: user, nil) == [3, 2])
        #expect(try page(of: nil, .pending) == [3, 1])
        #expect(try page(of: user, .sent) == [2])
        #expect(try page(of: user, nil, .streakReminder) == [3, 2])
        #expect(try page(of: user, nil, .recap) == [])
    }

    @Test(arguments: Engines.all) func `what was decided long ago is forgotten, some at a time`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let numbers = (0..<4).map { Reminder.firstNumber(at: Samples.moment($0)) }
        try database.write { (connection) throws(StorageError) in
            try connection.reminders.insert(
                numbers.enumerated().map { Self.reminder($1, of: Int64($0)) }
            )
        }
        func forget() throws -> Int {
            try database.write { (connection) throws(StorageError) in
                try connection.reminders.remove(decidedBefore: Samples.moment(3), limit: 2)
            }
        }
        #expect(try forget() == 2)
        #expect(try Self.waiting(database) == Array(numbers[2...]))
        #expect(try forget() == 1)
        #expect(try Self.waiting(database) == [numbers[3]])
    }

    @Test(arguments: Engines.all) func `an address is suppressed for its first reason`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let found = try database.write { (connection) throws(StorageError) in
            for reason in [Suppression.Reason.complaint, .bounce] {
                try connection.suppressions.insert(
                    Suppression(
                        workspace: WorkspaceID(1),
                        digest: "d",
                        reason: reason,
                        detail: nil,
                        at: Samples.moment(1)
                    )
                )
            }
            let found = try connection.suppressions.find("d", in: WorkspaceID(1))
            let others = try connection.suppressions.find(["d", "e"], in: WorkspaceID(2))
            guard others.isEmpty else { return nil as Suppression? }
            guard try connection.suppressions.remove("d", in: WorkspaceID(1)) else { return nil }
            return found
        }
        #expect(found?.reason == .complaint)
    }

    @Test(arguments: Engines.all) func `suppressed addresses are listed in pages, newest first`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let all: [(String, Suppression.Reason, Int64)] = [
            ("a", .bounce, 1), ("b", .manual, 2), ("c", .bounce, 2), ("d", .bounce, 3),
        ]
        try database.write { (connection) throws(StorageError) in
            for (digest, reason, moment) in all {
                try connection.suppressions.insert(
                    Suppression(
                        workspace: WorkspaceID(1),
                        digest: digest,
                        reason: reason,
                        detail: nil,
                        at: Samples.moment(moment)
                    )
                )
            }
        }
        func page(
            _ reason: Suppression.Reason?,
            after cursor: Suppression.Cursor?,
            in workspace: Int64 = 1
        ) throws -> [String] {
            try database.read { (connection) throws(StorageError) in
                try connection.suppressions.page(
                    in: WorkspaceID(workspace),
                    reason: reason,
                    after: cursor,
                    limit: 2
                ).map(\.digest)
            }
        }
        #expect(try page(nil, after: nil) == ["d", "c"])
        let cursor = Suppression.Cursor(at: Samples.moment(2), digest: "c")
        #expect(try page(nil, after: cursor) == ["b", "a"])
        #expect(try page(.bounce, after: cursor) == ["a"])
        #expect(try page(nil, after: nil, in: 2) == [])
    }

    private static func waiting(_ database: any Database) throws(StorageError) -> [Int64] {
        try database.read { (connection) throws(StorageError) in
            try connection.reminders.waiting(on: .email, at: Samples.moment(9), limit: 10)
                .map(\.number)
        }
    }
}
