import Catalogue
import CivilTime
import Engine
import Rounds
import Service
import Storage
import Testing

/// A preview is of one change of one rule.
@Suite struct OutdatedPreviewTests {
    @Test func `a preview is outdated from the change on, whether it runs or is finished`()
        async throws
    {
        let world = try await ServiceWorld()
        let streak = try await world.createStreak { $0.rule.condition = .sum(minimum: Amount(1)) }
        for isFinished in [true, false] {
            var change = StreakChange()
            change.condition = .sum(minimum: Amount(isFinished ? 5 : 6))
            let update = StreakUpdate(publicID: streak.publicID, change: change, scope: .all)
            let id = try await world.service.streakPreviews.start(
                update,
                in: world.live
            ).get().stored.publicID
            if isFinished { try await world.finishRounds() }
            let before = try await world.service.streakPreviews.find(id, in: world.live)
            #expect(before?.stored.status == (isFinished ? .finished : .running))
            world.clock.advance(seconds: 60)
            _ = try await world.service.catalogue.updateStreaks([update], in: world.live)
            let after = try await world.service.streakPreviews.find(id, in: world.live)
            #expect(after?.stored.status == .outdated)
        }
    }
}
