import Foundation
import Testing

@testable import Laurel
@testable import Trophy

/// The client over a network that drops, delays, doubles and cuts what goes over it.
///
/// `Tests/outside/test_swift_client.py` starts the server and what stands before it.
@Suite(.enabled(if: RunningServer.proxy != nil))
struct NetworkTests {
    private let direct = RunningServer.client()
    private let userCount = 30

    @Test func nothingIsCountedTwiceAndNothingIsLost() async throws {
        _ = try await RunningServer.metric("sent", direct)
        _ = try await direct.admin.streaks.settings.update(
            request: .init(metrics: [.init(key: "sent", threshold: 1)])
        )
        let client = RunningServer.client(at: RunningServer.proxy, maxRetries: 30)
        async let seen = facts(client, count: userCount)
        let userCount = userCount
        try await withThrowingTaskGroup { group in
            for number in 0..<userCount {
                group.addTask {
                    for _ in 0..<2 {
                        _ = try await client.metrics.event(
                            key: "sent",
                            request: .init(user: .init(id: "user-\(number)"), value: 1)
                        )
                    }
                }
            }
            try await group.waitForAll()
        }
        for number in 0..<userCount {
            let total = try await direct.users.singleMetric(id: "user-\(number)", key: "sent")
            #expect(total.current == 2)
        }
        // One streak of each user began, and the stream tells each once.
        let users = try await seen.map { $0.data["user_id"]?.string }
        #expect(users.count == userCount)
        #expect(Set(users).count == userCount)
    }

    private func facts(_ client: TrophyApiClient, count: Int) async throws -> [LiveFact] {
        var facts: [LiveFact] = []
        // The server knows no such id, says so, and tells everything that it has.
        let all = client.laurel.facts(types: ["streak.incremented"], after: "0")
        for try await fact in all where fact.type != "stream.reset" {
            facts.append(fact)
            if facts.count == count { break }
        }
        return facts
    }

    /// The server knows no key of such a call: sent again, it might be done twice.
    ///
    /// That it is sent once is counted by what stands before the server.
    @Test func aCallThatMayHaveBeenDoneIsNotSentAgain() async throws {
        let client = RunningServer.client(at: RunningServer.proxy, maxRetries: 30)
        var answerCount = 0
        for number in 0..<20 {
            do {
                let tenant = CreateTenantRequestItem(customerId: "tenant-\(number)", name: "Tenant")
                _ = try await client.admin.tenants.create(request: [tenant])
                answerCount += 1
            } catch .networkError {
                // Nobody knows if it was done; whoever called decides.
            }
        }
        #expect(answerCount > 0 && answerCount < 20)
    }
}
