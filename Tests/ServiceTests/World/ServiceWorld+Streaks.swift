import Catalogue
import CivilTime
import Engine
import Rounds
import Storage
import Testing

@testable import Service

/// What streaks tell, in words, and rounds to their end.
extension ServiceWorld {
    /// A daily streak of steps in UTC, changed before it is created.
    @discardableResult
    func createStreak(
        window: StreakWindow = .calendar(CalendarWindow(unit: .day), zone: .utc),
        _ change: (inout StreakDraft) -> Void = { _ in }
    ) async throws -> StreakDefinition {
        var draft = StreakDraft(key: "steps", name: "Steps", window: window)
        draft.rule.sources = [StreakSource(metric: try await metric())]
        change(&draft)
        return try #require(try await service.catalogue.createStreaks([draft], in: live).first)
            .get()
    }

    /// The facts of some kinds that have been told.
    func told(_ kinds: StreakFact.Kind...) throws -> [StreakFact] {
        let facts = try database.read { (connection) throws(StorageError) in
            try connection.facts.placed(after: .start, in: live, limit: 1_000)
        }
        return facts.compactMap { placed in
            StreakFact(placed.stored.fact).flatMap { kinds.contains($0.kind) ? $0 : nil }
        }
    }

    func finishRounds() async throws {
        var count = 0
        while try await rounds.step() {
            count += 1
            try #require(count < 1_000, "rounds come to an end")
        }
    }

    /// Sends an event that happened so many hours after noon of the first day.
    @discardableResult
    func record(hours: Int64, key: String? = nil) async throws -> [RecordedEvent] {
        var draft = draft(key: key)
        draft.occurredAt = Self.noon.adding(seconds: hours * 3_600)
        return try await record(draft)
    }

    /// Moves the clock to so many hours after noon of the first day.
    func setClock(hours: Int64) {
        clock.set(to: Self.noon.adding(seconds: hours * 3_600))
    }
}
