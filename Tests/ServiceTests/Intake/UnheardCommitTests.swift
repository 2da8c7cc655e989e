import Catalogue
import CivilTime
import Engine
import Intake
import Storage
import Testing

@testable import Service

/// A command is carried out once, also where its transaction has to be tried again: because it
/// failed, or because it was committed and nobody heard of it.
@Suite struct UnheardCommitTests {
    /// A command, made for a world in which an event and a pause are there already.
    struct Trial: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let command: @Sendable (UserKey, EventID, _ pause: String) -> any Command
    }

    private static func adjusting(
        _ name: String,
        _ kind: @escaping @Sendable (_ pause: String) -> MarkStreak.Kind
    ) -> Trial {
        Trial(testDescription: name) { user, _, pause in
            MarkStreak(user: user, userID: "ada", kind: kind(pause))
        }
    }

    private static func preferring(
        _ name: String,
        _ change: @escaping @Sendable (inout ChoosePreferences) -> Void
    ) -> Trial {
        Trial(testDescription: name) { user, _, _ in
            var draft = ChoosePreferences(user: user, userID: "ada")
            change(&draft)
            return draft
        }
    }

    private static func identifying(
        _ name: String,
        _ change: @escaping @Sendable (inout UserChange) -> Void
    ) -> Trial {
        Trial(testDescription: name) { user, _, _ in
            var told = UserChange()
            change(&told)
            return IdentifyUser(user: user, userID: "ada", change: told, createsUser: true)
        }
    }

    static let trials = [
        Trial(testDescription: "a deletion") { _, event, _ in DeleteEvent(event) },
        Trial(testDescription: "a total") { user, _, _ in
            SetTotal(user: user, userID: "ada", metricKey: "steps", total: Amount(50))
        },
        Trial(testDescription: "a batch of events, one of them refused") { user, _, _ in
            CommandBatch(
                ["steps", "nope", "steps"].map { metric in
                    RecordEvent(
                        EventDraft(
                            user: user,
                            userID: "ada",
                            metricKey: metric,
                            amount: Amount(7)
                        )
                    )
                }
            )
        },
        adjusting("freezes") { _ in .grant(count: 2) },
        adjusting("a pause") { _ in
            let day = CivilDate(dayNumber: 20_170)
            return .pause(day...day.adding(days: 3))
        },
        adjusting("the end of a pause") { .endPause($0) },
        adjusting("a reset") { _ in .reset },
        adjusting("a restore") { _ in .restore },
        preferring("days off") { $0.daysOff = .set([6]) },
        preferring("no streak any more") { $0.isStreakEnabled = .set(false) },
        preferring("messages") { $0.notifications = [.recap: [.email]] },
        identifying("a name") { $0.name = .set("Ada") },
        identifying("a move") { $0.zone = .set("Asia/Tokyo") },
        identifying("an attribute") { $0.attributes = ["plan": "gold"] },
    ]

    static let failures = [
        Row("before the commit", FaultyDatabase.Failure.before(.conflict), 0),
        Row("at the commit", .atCommit(.disconnected), 0),
        Row("after the commit, unheard", .afterCommit, 0),
    ]

    @Test(arguments: trials, failures)
    func `a command whose transaction is repeated is carried out once`(
        trial: Trial,
        failure: Row<FaultyDatabase.Failure, Int>
    ) async throws {
        let expected = try await Self.outcome(of: trial, failing: nil)
        let told = try await Self.outcome(of: trial, failing: failure.input)
        #expect(told == expected)
    }

    /// What a command led to: what the caller heard, and all that is kept.
    private static func outcome(
        of trial: Trial,
        failing failure: FaultyDatabase.Failure?
    ) async throws -> [String] {
        let world = try await ServiceWorld()
        try await world.createStreak { draft in
            draft.isPrimary = true
            draft.isCustomizable = true
        }
        let user = world.service.intake.userKey(of: "ada", in: world.live)
        var last: EventID?
        for hour: Int64 in [-120, -96, -24, 0] {
            last = try await world.record(hours: hour).first?.id
        }
        let day = CivilDate(dayNumber: 20_200)
        let pause = try await world.service.intake.submit(
            MarkStreak(user: user, userID: "ada", kind: .pause(day...day)),
            in: world.live
        )
        if let failure { world.database.failNext(failure) }
        let command = trial.command(user, try #require(last), pause.publicID)
        let heard = await result {
            try await world.service.intake.submit(command, in: world.live)
        }
        return try world.kept(of: user) + ["heard: \(heard.isSuccess)"]
    }
}

extension ServiceWorld {
    /// All that is kept of a user and can differ: numbers that are drawn left out.
    fileprivate func kept(of user: UserKey) throws -> [String] {
        try database.read { (connection) throws(StorageError) in
            let rows = try connection.users.rows(of: [user])
            let marks = try connection.streakMarks.marks(of: [user])
            let events = try connection.events.page(of: user, after: nil, limit: 1_000)
            let facts = try connection.facts.placed(after: .start, in: live, of: user, limit: 1_000)
            return rows.map { "\($0.user.map { "\($0)" } ?? "")" }
                + events.map { "\($0.amount) \($0.occurredAt) \($0.deletedAt != nil)" }
                + marks.values.flatMap { $0 }.map { "\($0.kind)" }.sorted()
                + facts.map(\.stored.fact).map { fact in
                    // Ids of definitions are another in every world.
                    "\(fact.kind.rawValue) \(fact.at) "
                        + fact.payload.fields.map { "\($0.name) \($0.value)" }.joined(
                            separator: " "
                        )
                }
        }
    }
}
