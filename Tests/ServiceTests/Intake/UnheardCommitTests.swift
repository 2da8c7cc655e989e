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

    private static func giving(_ name: String, _ amount: Int64, key: String? = nil) -> Trial {
        Trial(testDescription: name) { user, _, _ in
            ChangePoints(
                user: user,
                userID: "ada",
                // The only points system is the first thing that points are set up from.
                system: PointsSystemID(1),
                amount: amount,
                idempotencyKey: key
            )
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
        Trial(testDescription: "an event") { user, _, _ in
            RecordEvent(
                EventDraft(user: user, userID: "ada", metricKey: "steps", amount: Amount(7))
            )
        },
        giving("points", 10), giving("points with a key", 10, key: "k"), giving("a spend", -1),
        giving("a spend of too much", -1_000),
        Trial(testDescription: "what time brought") { user, _, _ in SettlePoints(of: user) },
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
        try await world.createPoints(triggers: [
            try await world.perUnits(2, gives: 10),
            givingPoints(3, for: .streak) { $0.streakLength = 1 },
        ])
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
        let heard: Result<any Sendable, any Error> = await result {
            try await world.service.intake.submit(command, in: world.live)
        }
        let ledger = try await world.ledger()
        return try world.kept(of: user) + ledger + ["heard: \(heard.isSuccess) \(heard.told)"]
    }
}

extension Result where Success == any Sendable {
    /// What a caller was told of points.
    fileprivate var told: String {
        guard case .success(let outcome) = self else { return "" }
        if let event = outcome as? RecordedEvent {
            return "\(event.points.map { "\($0.added) = \($0.total)" })"
        }
        return (outcome as? ChangedPoints).map { "\($0.award.row.amount) = \($0.total)" } ?? ""
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
                        + fact.payload.fields.filter { !$0.name.hasSuffix("Id") }.map {
                            "\($0.name) \($0.value)"
                        }.joined(
                            separator: " "
                        )
                }
        }
    }
}
