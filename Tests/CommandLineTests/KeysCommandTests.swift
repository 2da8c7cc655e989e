// Foundation has the folder for temporary files.
import Foundation
import Testing

@Suite struct KeysCommandTests {
    private static func inFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("laurel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private static func create(_ options: [String], in folder: URL) async throws -> String {
        let outcome = try await Program.run(["keys", "create"] + options, in: folder)
        return outcome.status == 0 ? outcome.output : "\(outcome)"
    }

    @Test(arguments: [
        Row("admin, live", ["--environment", "live", "--scope", "admin"], "live_"),
        Row("admin, sandbox", ["--environment", "sandbox", "--scope", "admin"], "sandbox_"),
        Row("application", ["--environment=live", "--scope=application"], "app_"),
        Row(
            "application, of a user",
            ["--environment=live", "--scope=application", "--user=ada"],
            "app_"
        ),
    ]) func `a new key is printed alone`(row: Row<[String], String>) async throws {
        try await Self.inFolder { folder in
            let text = try await Self.create(row.input, in: folder)
            #expect(text.hasPrefix(row.expected))
            #expect(text.wholeMatch(of: /[a-z_]+_[a-z0-9]{8}\.[0-9a-f]{48}\n/) != nil)
            #expect(FileManager.default.fileExists(atPath: folder.path + "/laurel.db"))
        }
    }

    @Test func `a list shows no secret, and a revoked key as such`() async throws {
        try await Self.inFolder { folder in
            let key = try await Self.create(["--environment=live", "--scope=admin"], in: folder)
            let other = try await Self.create(
                ["--environment=sandbox", "--scope=application", "--user=ada"],
                in: folder
            )
            let prefix = String(key.prefix { $0 != "." })
            let secret = String(key.drop { $0 != "." }.dropFirst().dropLast())
            let revoked = try await Program.run(["keys", "revoke", prefix], in: folder)
            #expect(revoked.output == "revoked \(prefix)\n")

            let list = try await Program.run(["keys", "list"], in: folder).output
            let lines = list.split(separator: "\n").map {
                $0.split(separator: " ").map(String.init)
            }
            #expect(lines.count == 3)
            #expect(lines[0].first == "PREFIX")
            #expect(lines[1].prefix(4) == [prefix, "admin", "live", "-"])
            #expect(lines[1].suffix(2).first == "revoked")
            #expect(
                lines[2].prefix(4) == [
                    String(other.prefix { $0 != "." }), "application",
                    "sandbox", "ada",
                ]
            )
            #expect(lines[2].suffix(2) == ["never", "active"])
            #expect(!list.contains(secret))
        }
    }

    @Test func `a whole key names its prefix, and its secret is not repeated`() async throws {
        try await Self.inFolder { folder in
            let key = try await Self.create(["--environment=live", "--scope=admin"], in: folder)
                .filter { $0 != "\n" }
            let prefix = String(key.prefix { $0 != "." })
            #expect(
                try await Program.run(["keys", "revoke", key], in: folder).output
                    == "revoked \(prefix)\n"
            )
            let again = try await Program.run(["keys", "revoke", key], in: folder)
            #expect(again.status == 1)
            #expect(again.errors == "laurel: no working key has the prefix \(prefix)\n")
        }
    }

    @Test(arguments: [
        Row("a port", ["--port", "9000"], "http://127.0.0.1:9000/"),
        Row("a host", ["--host", "laurel.example"], "http://laurel.example:8080/"),
        Row("IPv6", ["--host", "2001:db8::1"], "http://[2001:db8::1]:8080/"),
        Row("every address", ["--host", "0.0.0.0"], "http://127.0.0.1:8080/"),
        Row("every address of IPv6", ["--host", "::"], "http://[::1]:8080/"),
        Row("a free port", ["--port", "0"], "http://127.0.0.1:PORT/"),
    ]) func `a demo's examples name the server that was asked for`(
        row: Row<[String], String>
    ) async throws {
        try await Self.inFolder { folder in
            let output = try await Program.run(["demo"] + row.input, in: folder).output
            #expect(output.ranges(of: row.expected).count == 3)
            #expect(output.ranges(of: "http://").count == 3)
        }
    }

    @Test func `a demo fills a database once`() async throws {
        try await Self.inFolder { folder in
            let first = try await Program.run(["demo", "--database", "demo.db"], in: folder)
            #expect(first.status == 0)
            #expect(first.output.hasPrefix("demo.db now has a demo workspace in its sandbox"))
            #expect(first.output.contains("  sandbox_"))
            #expect(first.output.contains(" http://127.0.0.1:8080/v1/users/mei/streak\n"))
            let again = try await Program.run(["demo", "--database", "demo.db"], in: folder)
            #expect(again.status == 0)
            #expect(again.output.hasPrefix("demo.db already has a workspace in use"))
            // Keys are shown once, so whoever comes back is told how to make another one.
            #expect(again.output.contains("keys create --database demo.db --environment sandbox"))
            #expect(!again.output.contains("sandbox_"))
        }
    }
}
