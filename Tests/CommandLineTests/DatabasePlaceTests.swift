import Testing

@Suite struct DatabasePlaceTests {
    @Test(arguments: [
        ["keys", "list"], ["keys", "revoke", "live_a"],
    ]) func `a database that is not there is named, and not made`(
        words: [String]
    ) async throws {
        let folder = try EmptyFolder()
        for options in [[], ["--database", "typo.db"]] as [[String]] {
            let outcome = try await Program.run(words + options, in: folder.url)
            let name = options.last ?? "laurel.db"
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(outcome.errors == "laurel: cannot open \(name): there is no such file\n")
        }
        #expect(try folder.names() == [])
    }

    @Test func `a key makes no database unless it is told to`() async throws {
        let folder = try EmptyFolder()
        let words = ["keys", "create", "--environment=live", "--scope=admin", "--database=typo.db"]
        let refused = try await Program.run(words, in: folder.url)
        #expect(refused.status == 1)
        #expect(refused.output == "")
        #expect(
            refused.errors
                == "laurel: cannot open typo.db: there is no such file; check the path, or make a "
                + "database with --create\n"
        )
        #expect(try folder.names() == [])
        for option in [["--create"], []] as [[String]] {
            let made = try await Program.run(words + option, in: folder.url)
            #expect(made.status == 0)
            #expect(made.output.hasPrefix("live_"))
            #expect(try folder.names().contains("typo.db"))
        }
    }

    @Test func `a copy of a file that is not there makes none`() async throws {
        let folder = try EmptyFolder()
        let outcome = try await Program.run(
            ["copy", "--from", "sqlite:typo.db", "--to", "sqlite:b.db"],
            in: folder.url
        )
        #expect(outcome.status == 1)
        #expect(outcome.errors == "laurel: cannot open typo.db: there is no such file\n")
        #expect(try folder.names() == [])
    }

    @Test(arguments: [
        Row("serving", ["serve", "--port=0", "--database", ":memory:"], "--database"),
        Row("keys", ["keys", "list", "--database=:memory:"], "--database"),
        Row("copying from", ["copy", "--from", "sqlite::memory:", "--to", "sqlite:b"], "--from"),
        Row("copying from no file", ["copy", "--from", "sqlite:", "--to", "sqlite:b"], "--from"),
    ]) func `a database without a file is refused`(row: Row<[String], String>) async throws {
        let folder = try EmptyFolder()
        let outcome = try await Program.run(row.input, in: folder.url)
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("laurel: option \(row.expected) must name a file"))
        #expect(try folder.names() == [])
    }

    @Test(arguments: [
        Row("empty", "", "must not be empty"),
        Row("too long", String(repeating: "a", count: 256), "must have at most 255 characters"),
        Row("a control character", "a\u{7}", "must not have control characters"),
    ]) func `a key is made for an id that a user can have`(
        row: Row<String, String>
    ) async throws {
        let folder = try EmptyFolder()
        let outcome = try await Program.run(
            ["keys", "create", "--environment=live", "--scope=application", "--user", row.input],
            in: folder.url
        )
        #expect(outcome.status == 2)
        #expect(outcome.errors == "laurel: option --user \(row.expected). Try 'laurel help'.\n")
    }
}
