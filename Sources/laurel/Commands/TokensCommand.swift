import Access
import Catalogue
import OperatingSystem
import Service
import Storage
import Wire

/// Making tokens.
enum TokensCommand {
    static let mint = Command(
        name: "tokens mint",
        summary: "Creates a JSON Web Token for testing and prints it",
        options: [
            OpenDatabase.existingOption,
            .value("--environment", "NAME", "sandbox or live, the environment that it opens"),
            .value("--workspace", "ID", "Or the workspace, by its tenantId"),
            .value("--user", "ID", "The one user that it may act for; without it, any"),
            .value("--scope", "WORDS", "What it may do, such as admin"),
            .value("--expires", "TIME", "When it ends: 90s, 15m, 1h or 7d from now (1h)"),
            .value("--key", "ID", "The key to sign with, and the token's kid (the newest)"),
            .value("--private-key", "FILE", "The private key in PEM, for RS256 and ES256"),
        ],
        details: """
            The workspace must have a key: PUT /admin/v1/token-verification adds one. With HS256, the
            secret in the database signs. With RS256 and ES256, give the private key in a file; it is
            not stored.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let draft = try draft(from: arguments)
        let isEnvironment = try namesEnvironment(arguments)
        let privateKey = try arguments["--private-key"].map(readKey)
        let service = try OpenDatabase(arguments, makesFile: false).service()
        defer { service.stop() }
        let workspace =
            isEnvironment
            ? try await service.catalogue.homeWorkspace(
                of: try arguments.word("--environment", Workspace.Environment.self)
            )
            : try await service.catalogue.workspace(publicID: try arguments.required("--workspace"))
        Console.print(
            try await service.access.mintToken(draft, for: workspace, privateKey: privateKey)
        )
    }

    /// Whether the workspace is named by its environment; it has to be named in one way.
    private static func namesEnvironment(_ arguments: Arguments) throws -> Bool {
        guard arguments.has("--environment") != arguments.has("--workspace") else {
            throw UsageError("either --environment or --workspace is required")
        }
        guard arguments.has("--environment") else { return false }
        _ = try arguments.word("--environment", Workspace.Environment.self)
        return true
    }

    private static func draft(from arguments: Arguments) throws -> TokenDraft {
        var draft = TokenDraft()
        draft.userID = arguments["--user"]
        if let problem = draft.userID.flatMap(UserName.problem(with:)) {
            throw UsageError("option --user \(problem)")
        }
        draft.scopes = (arguments["--scope"] ?? "").split(separator: " ").map(String.init)
        draft.lifetime = try lifetime(arguments["--expires"] ?? "1h")
        draft.keyID = arguments["--key"]
        return draft
    }

    private static func lifetime(_ text: String) throws -> Int64 {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        // Nine digits of days are fewer seconds than a number holds.
        guard let unit = text.last.flatMap({ units[$0] }), text.utf8.count <= 10,
            let count = Int64(text.dropLast()), count > 0
        else {
            throw UsageError(
                "option --expires must be a number with s, m, h or d, such as 15m, not \"\(text)\""
            )
        }
        return count * unit
    }

    private static func readKey(_ path: String) throws -> String {
        do {
            return String(decoding: try TextFile.read(path), as: UTF8.self)
        } catch {
            throw CommandFailure("cannot read the private key: \(error)")
        }
    }
}
