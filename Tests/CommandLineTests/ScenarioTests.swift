// Foundation has the folder for temporary files.
import Foundation
import Testing

/// Streak scenarios, as `laurel scenario` runs them.
@Suite struct ScenarioTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("Scenarios")

    @Test func `every scenario comes out as expected`() async throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
            .filter { $0.hasSuffix(".json") }.map { Self.folder.appendingPathComponent($0).path }
        #expect(files.count >= 2)
        let outcome = try await Program.run(["scenario"] + files)
        let failed = outcome.output.split(separator: "\n").filter { $0.contains(#""pass":false"#) }
        #expect(failed == [])
        #expect(outcome.errors.hasSuffix(" passed, 0 failed\n"))
        #expect(outcome.status == 0)
    }

    @Test func `what differs is told, and is an exit status of 1`() async throws {
        let outcome = try await run(Self.scenario(expect: #"{"length": 5}"#))
        #expect(outcome.status == 1)
        #expect(outcome.output.contains(#""mismatch":{"length":{"expected":5,"got":1}}"#))
        #expect(outcome.errors == "0 passed, 1 failed\n")
    }

    @Test(arguments: [
        Row("no JSON", "[", "line 1"),
        Row("no array", "{}", "must be an array"),
        Row("an unknown zone", scenario(zone: "Mars/Base"), "user.zones[0].tz"),
        Row("a day that is none", scenario(at: "2025-02-30T00:00:00Z"), "events[0].at"),
        Row("a missing rule", #"[{"name": "x"}]"#, "streak is required"),
    ]) func `a file that cannot be read names the place, and is an exit status of 2`(
        row: Row<String, String>
    ) async throws {
        let outcome = try await run(row.input)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(row.expected))
        #expect(outcome.errors.hasSuffix(".\n") && !outcome.errors.contains(".."))
        #expect(outcome.output == "")
    }

    private static func scenario(
        zone: String = "UTC",
        at: String = "2025-06-01T12:00:00Z",
        expect: String = "{}"
    ) -> String {
        """
        [{"name": "x", "streak": {"window": {"type": "calendar", "period": "daily"}},
          "user": {"zones": [{"from": "1970-01-01T00:00:00Z", "tz": "\(zone)"}]},
          "events": [{"id": "e", "at": "\(at)"}], "now": "2025-06-01T13:00:00Z",
          "expect": \(expect)}]
        """
    }

    private func run(_ text: String) async throws -> Program.Outcome {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        return try await Program.run(["scenario", file.path])
    }
}
