import CivilTime
import Engine
import Reminders
import Service
import Storage
import Testing

/// What came of reminders is kept for a while, and not for ever.
@Suite struct ForgottenReminderTests {
    @Test func `reminders are forgotten once they have been kept as long as they are`()
        async throws
    {
        let world = try await ServiceWorld()
        let now = ServiceWorld.noon
        let old = Self.reminder(of: 1, in: world, at: now - RemindingLimits.retention - .seconds(1))
        let kept = Self.reminder(of: 2, in: world, at: now - RemindingLimits.retention)
        try world.database.write { (connection) throws(StorageError) in
            try connection.reminders.insert([old, kept])
        }
        try await world.service.reminders.forget()
        let left = try world.database.read { (connection) throws(StorageError) in
            try connection.reminders.existing([old.key, kept.key])
        }
        #expect(left == [kept.key])
    }

    private static func reminder(
        of user: Int64,
        in world: ServiceWorld,
        at moment: Instant
    ) -> Reminder {
        Reminder(
            number: Reminder.firstNumber(at: moment),
            workspace: world.live,
            key: Reminder.Key(
                user: UserKey(user),
                kind: .recap,
                period: "2025-03-10",
                channel: .email
            ),
            subject: 0,
            count: 0,
            occurredAt: moment,
            closesAt: moment,
            on: CivilDate(dayNumber: 20_000),
            decidedAt: moment
        )
    }
}
