import Access
import CivilTime
import OperatingSystem
import Service
import Storage
import Wire

/// Making, listing and ending keys.
enum KeysCommand {
    /// How long a command waits for its turn beside a server that takes much in.
    private static let patience = Duration.seconds(60)

    static let create = Command(
        name: "keys create",
        summary: "Creates an API key and prints it",
        options: [
            OpenDatabase.existingOption,
            OpenDatabase.createOption,
            .value("--environment", "NAME", "sandbox, for testing, or live"),
            .value("--scope", "SCOPE", "admin, for servers, or application"),
            .value("--user", "ID", "The one user that an application key may act for"),
        ],
        details: """
            The key is shown only once; the database keeps only a digest of it. An admin key opens
            the application API and the admin API, an application key only the application API.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let environment = try arguments.word("--environment", Workspace.Environment.self)
        let scope = try arguments.word("--scope", APIKey.Scope.self)
        let userID = arguments["--user"]
        guard scope == .application || userID == nil else {
            throw UsageError("option --user goes with --scope application")
        }
        if let problem = userID.flatMap(UserName.problem(with:)) {
            throw UsageError("option --user \(problem)")
        }
        let service = try OpenDatabase(
            arguments,
            makesFile: arguments.has("--create"),
            hint: "; check the path, or make a database with --create",
            patience: patience
        ).service()
        let key = try await service.access.createKey(
            environment: environment,
            scope: scope,
            userID: userID
        )
        service.stop()
        Console.print(key.text)
    }

    /// How to make an admin key of the sandbox, as somebody would type it who has just run this.
    static func example(database: String) -> String {
        let program = shellWord(CommandLine.arguments.first ?? "laurel")
        let target = shellWord(database)
        return "\(program) keys create --database \(target) --environment sandbox --scope admin"
    }

    /// The text as one word of a shell.
    private static func shellWord(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-", ":", "@", "+", ",": true
            default: false
            }
        }
        return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
    }

    static let list = Command(
        name: "keys list",
        summary: "Lists the keys, without their secrets",
        options: [OpenDatabase.existingOption]
    ) { arguments in
        try arguments.allowWords(0)
        let service = try OpenDatabase(arguments, makesFile: false, patience: patience).service()
        let header = ["PREFIX", "SCOPE", "ENVIRONMENT", "USER", "CREATED", "LAST USED", "STATUS"]
        var table = TextTable(header)
        for (key, workspace) in try service.access.keys() {
            table.add([
                key.prefix, key.scope.rawValue, workspace?.environment.rawValue ?? "-",
                key.userID ?? "-", key.createdAt.iso8601, key.lastUsedAt?.iso8601 ?? "never",
                key.revokedAt.map { "revoked \($0.iso8601)" } ?? "active",
            ])
        }
        service.stop()
        Console.print(table.text)
    }

    static let revoke = Command(
        name: "keys revoke",
        summary: "Ends a key at once",
        arguments: "PREFIX",
        options: [OpenDatabase.existingOption],
        details: "PREFIX is what stands before the full stop in the key, as 'keys list' shows it."
    ) { arguments in
        try arguments.allowWords(1)
        guard let word = arguments.words.first else { throw UsageError("PREFIX is required") }
        // Whoever pastes the whole key means its prefix, and the rest must not be repeated.
        let prefix = String(word.prefix { $0 != "." })
        let service = try OpenDatabase(arguments, makesFile: false, patience: patience).service()
        let isRevoked = try service.access.revokeKey(prefix: prefix)
        service.stop()
        guard isRevoked else { throw CommandFailure("no working key has the prefix \(prefix)") }
        Console.print("revoked \(prefix)")
    }
}
