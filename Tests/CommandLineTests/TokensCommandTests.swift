import Testing

@Suite struct TokensCommandTests {
    @Test(arguments: [
        Row(
            "no key yet",
            ["--environment", "live"],
            "This workspace has no key to verify tokens with. Add one with PUT "
                + "/admin/v1/token-verification."
        ),
        Row("no workspace", ["--workspace", "nobody"], "This database has no workspace nobody."),
        Row(
            "no such file",
            ["--environment", "live", "--private-key", "/nonexistent/key.pem"],
            "cannot read the private key: open /nonexistent/key.pem: No such file or directory"
        ),
    ]) func `what cannot be signed ends with 1 and a sentence`(
        row: Row<[String], String>
    ) async throws {
        let folder = try EmptyFolder()
        _ = try await Program.run(["demo", "--database", "demo.db"], in: folder.url)
        let outcome = try await Program.run(
            ["tokens", "mint", "--database", "demo.db"] + row.input,
            in: folder.url
        )
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors == "laurel: \(row.expected)\n")
    }

    @Test func `a database is not made for a token`() async throws {
        let outcome = try await Program.run([
            "tokens", "mint", "--environment", "live", "--database", "/nonexistent/laurel.db",
        ])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("there is no such file"))
    }
}
