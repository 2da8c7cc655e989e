import Engine
import Testing

@testable import Groups

/// What has groups looked at again.
@Suite struct GroupFollowerTests {
    private static let kinds = GroupFollower { _ in }.kinds ?? []

    @Test(arguments: [
        StreakFact.Kind.started, .extended, .lost, .freezeConsumed, .corrected,
    ])
    func `whatever changes a member's length is heeded`(kind: StreakFact.Kind) {
        #expect(Self.kinds.contains(Fact.Kind(kind)))
    }

    @Test func `a history that was imported is heeded, and what changes nothing is not`() {
        #expect(Self.kinds.contains(Fact.Kind(UserFact.Kind.imported)))
        #expect(!Self.kinds.contains(Fact.Kind(StreakFact.Kind.atRisk)))
        #expect(!Self.kinds.contains(.achievementCompleted))
    }
}
