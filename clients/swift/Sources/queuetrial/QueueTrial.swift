import Foundation
import Laurel
import Trophy

/// Records events and sends them, for a test that ends it at any moment.
///
///     queuetrial FILE FIRST COUNT
///
/// Each event that is on the disk is said, and each time all have been sent.
@main enum QueueTrial {
    static func main() async throws {
        let arguments = CommandLine.arguments
        let environment = ProcessInfo.processInfo.environment
        let client = TrophyApiClient(
            baseURL: (environment["LAUREL"] ?? "") + "/v1",
            apiKey: environment["KEY"] ?? "",
            timeout: 5,
            maxRetries: 0
        )
        let queue = try EventQueue(file: URL(fileURLWithPath: arguments[1]), client: client)
        let first = Int(arguments[2]) ?? 0

        /// Says something at once: what is kept back would be lost with the process.
        func say(_ text: String) {
            FileHandle.standardOutput.write(Data("\(text)\n".utf8))
        }

        for number in first..<(first + (Int(arguments[3]) ?? 0)) {
            try await queue.record(
                "lessons",
                user: UpsertedUser(id: "ada"),
                at: Date(timeIntervalSince1970: 1_772_600_000 + Double(number)),
                idempotencyKey: "event-\(number)"
            )
            say("recorded \(number)")
        }
        while await queue.count > 0 {
            do {
                let refused = try await queue.send()
                for each in refused { say("refused \(each.error)") }
            } catch {
                try? await Task.sleep(nanoseconds: 20_000_000)
            }
        }
        say("sent")
    }
}
