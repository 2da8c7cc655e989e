import Foundation
import Testing

@testable import Laurel
@testable import Trophy

@Suite struct ClientTests {
    @Test(arguments: [
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/admin/v1"),
        ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/admin/v1"),
        ("https://laurel.example.com/base/v1", "https://laurel.example.com/base/admin/v1"),
        ("https://api.trophy.so/v1", "https://admin.trophy.so/v1"),
    ])
    func bothAddressesAreFoundFromOne(address: String, admin: String) {
        let client = TrophyApiClient(baseURL: address, apiKey: "key")
        #expect(client.adminHTTP.baseURL == admin)
    }

    @Test(arguments: [
        ("a/b", "a%2Fb"), ("a b", "a%20b"), ("é", "%C3%A9"), ("a?b#c", "a%3Fb%23c"), ("a%", "a%25"),
        ("plain-._~9", "plain-._~9"),
    ])
    func anIdStaysOnePartOfThePath(id: String, escaped: String) {
        #expect(HTTPClient.escaped(id) == escaped)
    }

    @Test func anAddressThatIsNoneIsAnError() async {
        let client = TrophyApiClient(baseURL: "no address at all", apiKey: "key", maxRetries: 0)
        await #expect(throws: TrophyError.self) { try await client.users.get(id: "ada") }
    }

    @Test func anUnknownWordNeverFails() throws {
        let text =
            #"{"length": 1, "frequency": "hourly", "freezes": 0, "streakHistory": [], "pauses": []}"#
        let streak = try JSONDecoder().decode(StreakResponse.self, from: Data(text.utf8))
        #expect(streak.frequency == "hourly")
        #expect(streak.frequency != .daily)
    }

    @Test func blocksOfTheStreamBecomeFacts() {
        var block = StreamBlock()
        var lastID: String?
        let lines = [
            "retry: 2000", "id: 1", "", "id: 2", "event: streak.incremented",
            "data: {\"new_count\":1}", "",
        ]
        let facts = lines.compactMap { block.take($0, lastID: &lastID) }
        #expect(facts.map(\.type) == ["streak.incremented"])
        #expect(facts.first?.id == "2")
        #expect(facts.first?.data["new_count"] == .number(1))
        #expect(lastID == "2")
    }

    @Test func anEventOfTheStreamThatWasCutOffComesAgain() {
        var block = StreamBlock()
        var lastID: String? = "1"
        for line in ["id: 2", "event: streak.incremented", "data: {\"new_count\":1}"] {
            #expect(block.take(line, lastID: &lastID) == nil)
        }
        #expect(lastID == "1")
        #expect(block.take("", lastID: &lastID)?.id == "2")
        #expect(lastID == "2")
    }

    @Test func whatACrashCutOffIsPassedOver() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).queue")
        defer { try? FileManager.default.removeItem(at: file) }
        let client = TrophyApiClient(baseURL: "http://127.0.0.1:1/v1", apiKey: "key", maxRetries: 0)
        let queue = try EventQueue(file: file, client: client, maximumCount: 2)
        try await queue.record("a", user: UpsertedUser(id: "ada"))
        try await queue.record("b", user: UpsertedUser(id: "ada"))
        await #expect(throws: EventQueue.Problem.self) {
            try await queue.record("c", user: UpsertedUser(id: "ada"))
        }
        await #expect(throws: (any Error).self) { try await queue.send() }
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(#"{"metric":"c","requ"#.utf8))
        try handle.close()
        let again = try EventQueue(file: file, client: client)
        #expect(await again.count == 2)
        try await again.record("d", user: UpsertedUser(id: "ada"))
        #expect(await (try EventQueue(file: file, client: client)).count == 3)
    }
}
