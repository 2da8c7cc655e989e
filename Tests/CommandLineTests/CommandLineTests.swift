// Foundation runs the program, and has the folder for temporary files.
import Foundation
import Testing

/// The built program, run as an operator runs it.
@Suite struct CommandLineTests {
    @Test(arguments: [
        Row("overview", ["help"], "help"),
        Row("overview, without a word", [], "help"),
        Row("overview, as an option", ["--help"], "help"),
        Row("serve", ["help", "serve"], "serve"),
        Row("serve, as an option", ["serve", "--help"], "serve"),
        Row("keys", ["help", "keys"], "keys"),
        Row("keys, as an option", ["keys", "--help"], "keys"),
        Row("keys create", ["keys", "create", "-h"], "keys-create"),
        Row("keys list", ["help", "keys", "list"], "keys-list"),
        Row("keys revoke", ["keys", "revoke", "--help"], "keys-revoke"),
        Row("tokens mint", ["help", "tokens", "mint"], "tokens-mint"),
        Row("tokens", ["tokens", "--help"], "tokens-mint"),
        Row("facts follow", ["help", "facts", "follow"], "facts-follow"),
        Row("export facts", ["help", "export", "facts"], "export-facts"),
        Row("webhooks list", ["help", "webhooks", "list"], "webhooks-list"),
        Row("webhooks test", ["help", "webhooks", "test"], "webhooks-test"),
        Row("webhooks replay", ["help", "webhooks", "replay"], "webhooks-replay"),
        Row("users show", ["help", "users", "show"], "users-show"),
        Row("users explain", ["users", "explain", "--help"], "users-explain"),
        Row("users events", ["users", "events", "-h"], "users-events"),
        Row("tail", ["help", "tail"], "tail"),
        Row("demo", ["help", "demo"], "demo"),
        Row("backup", ["help", "backup"], "backup"),
        Row("copy", ["help", "copy"], "copy"),
        Row("schema", ["help", "schema"], "schema"),
        Row("scenario", ["help", "scenario"], "scenario"),
        Row("recompute", ["help", "recompute"], "recompute"),
        Row("bench statements", ["help", "bench", "statements"], "bench-statements"),
        Row("bench ranking", ["help", "bench", "ranking"], "bench-ranking"),
    ]) func `the help is what the snapshot has`(row: Row<[String], String>) async throws {
        let outcome = try await Program.run(row.input)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(outcome.output == (try Snapshot.text(row.expected)))
    }

    @Test func `every command has a snapshot of its help`() throws {
        let commands = try Snapshot.text("help").split(separator: "\n")
            .filter { $0.hasPrefix("  ") }
            .map { line in
                let name = line.dropFirst(2)
                let end = name.firstRange(of: "  ")?.lowerBound ?? name.endIndex
                return String(name[..<end]).replacing(" ", with: "-")
            }
        // The keys' commands are told about together too.
        #expect(Set(try Snapshot.names()) == Set(commands).union(["help", "keys"]))
    }

    @Test func `no line of the help is wider than a terminal`() async throws {
        for name in try Snapshot.names() {
            for line in try Snapshot.text(name).split(separator: "\n") {
                #expect(line.count <= 100, "\(name): \(line)")
            }
        }
    }

    @Test func `what an option does stands in one column`() throws {
        let lines = try Snapshot.text("serve").split(separator: "\n")
            .drop { !$0.hasPrefix("Options:") }.dropFirst()
        // A long option stands in a line of its own, above what it does.
        for line in lines where line.split(separator: " ").count > 2 {
            #expect(line.dropFirst(27).first == " ", "\(line)")
            #expect(line.dropFirst(28).first != " ", "\(line)")
        }
    }

    @Test(arguments: [
        Row("an unknown command", ["fly"], #"unknown command "fly""#),
        Row(
            "half a command",
            ["keys"],
            "say which: keys create, keys list, keys revoke"
        ),
        Row(
            "an unknown second word",
            ["keys", "eat"],
            #"unknown command "keys eat"; say which: keys create, keys list, keys revoke"#
        ),
        Row("help about nothing known", ["help", "fly"], #"unknown command "fly""#),
        Row("an unknown option", ["serve", "--speed", "9"], "unknown option --speed"),
        Row("no value", ["serve", "--port"], "option --port needs a value"),
        Row("twice", ["serve", "--port", "1", "--port=2"], "option --port is given twice"),
        Row(
            "a word for a port",
            ["serve", "--port", "http"],
            #"option --port must be a whole number between 0 and 65535, not "http""#
        ),
        Row(
            "a port too large",
            ["serve", "--port=65536"],
            #"option --port must be a whole number between 0 and 65535, not "65536""#
        ),
        Row("a word too many", ["keys", "list", "all"], #"unexpected argument "all""#),
        Row("no prefix", ["keys", "revoke"], "PREFIX is required"),
        Row("no environment", ["keys", "create"], "option --environment is required"),
        Row(
            "an unknown environment",
            ["keys", "create", "--environment", "test"],
            #"option --environment must be live or sandbox, not "test""#
        ),
        Row(
            "an unknown scope",
            ["keys", "create", "--environment", "live", "--scope", "root"],
            #"option --scope must be admin or application, not "root""#
        ),
        Row(
            "a user of an admin key",
            ["keys", "create", "--environment", "live", "--scope", "admin", "--user", "a"],
            "option --user goes with --scope application"
        ),
        Row("no user", ["users", "show"], "USER is required"),
        Row(
            "a server that is no address",
            ["users", "show", "ada", "--server", "localhost:8080"],
            #"the server must be an address of http or https, not "localhost:8080""#
        ),
        Row("half a command of one", ["tokens"], "say which: tokens mint"),
        Row("no workspace", ["tokens", "mint"], "either --environment or --workspace is required"),
        Row(
            "two workspaces",
            ["tokens", "mint", "--environment", "live", "--workspace", "a"],
            "either --environment or --workspace is required"
        ),
        Row(
            "an unknown environment of a token",
            ["tokens", "mint", "--environment", "test"],
            #"option --environment must be live or sandbox, not "test""#
        ),
        Row(
            "a time without a unit",
            ["tokens", "mint", "--environment", "live", "--expires", "60"],
            """
            option --expires must be a number with s, m, h or d, such as 15m, not "60"
            """
        ),
        Row(
            "a time before now",
            ["tokens", "mint", "--environment", "live", "--expires=-1h"],
            """
            option --expires must be a number with s, m, h or d, such as 15m, not "-1h"
            """
        ),
        Row(
            "a user that cannot be",
            ["tokens", "mint", "--environment", "live", "--user="],
            "option --user must not be empty"
        ),
        Row(
            "an empty path",
            ["keys", "list", "--database="],
            "option --database must not be empty"
        ),
    ]) func `a command line that cannot be understood ends with 2 and a sentence`(
        row: Row<[String], String>
    ) async throws {
        let outcome = try await Program.run(row.input)
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors == "laurel: \(row.expected). Try 'laurel help'.\n")
    }

    @Test(arguments: ["version", "--version"]) func `the version is one line`(
        word: String
    ) async throws {
        let outcome = try await Program.run([word])
        #expect(outcome.status == 0)
        #expect(outcome.output.wholeMatch(of: /laurel \d+\.\d+\.\d+\n/) != nil)
    }

    @Test func `a database that cannot be opened ends with 1 and its name`() async throws {
        let outcome = try await Program.run([
            "keys", "list", "--database", "/nonexistent/laurel.db",
        ])
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("laurel: cannot open /nonexistent/laurel.db: "))
    }

    @Test(arguments: [
        ["keys", "create", "--create", "--environment", "live", "--scope", "admin"],
        ["serve", "--port", "0"], ["demo"],
    ]) func `who names a folder that is missing is told what to do`(
        words: [String]
    ) async throws {
        let outcome = try await Program.run(words + ["--database", "/nonexistent/laurel.db"])
        #expect(outcome.status == 1)
        #expect(
            outcome.errors
                == "laurel: cannot open /nonexistent/laurel.db: "
                + "there is no folder /nonexistent/; create it first\n"
        )
    }
}
