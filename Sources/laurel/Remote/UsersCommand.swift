import JSONText
import OperatingSystem

/// What a running server knows of a user.
enum UsersCommand {
    private static let json = Option.flag("--json", "Prints the server's documents as JSON")

    static let show = Command(
        name: "users show",
        summary: "Shows a user of a running server: totals, streaks and achievements",
        arguments: "USER",
        options: RemoteServer.options + [json],
        details: RemoteServer.details
    ) { arguments in
        let user = try user(in: arguments, wordCount: 1)
        let path = "/v1/users/\(user.percentEncoded)"
        let documents = try await RemoteServer(arguments).get(
            path,
            "\(path)/metrics",
            "\(path)/streaks",
            "\(path)/achievements"
        )
        guard !arguments.has("--json") else {
            var writer = JSONWriter()
            writer.object { object in
                for (name, document) in zip(
                    ["user", "metrics", "streaks", "achievements"],
                    documents
                ) {
                    object.field(name, document)
                }
            }
            return Console.print(String(decoding: writer.finish(), as: UTF8.self))
        }
        try Console.print(profile(JSONCursor(documents[0]).fields()))
        try printTable(metrics(JSONCursor(documents[1])))
        try printTable(streaks(JSONCursor(documents[2])))
        try printTable(achievements(JSONCursor(documents[3])))
    }

    static let explain = Command(
        name: "users explain",
        summary: "Says why a user's streak stands where it stands",
        arguments: "USER [STREAK]",
        options: RemoteServer.options + [
            .value("--periods", "COUNT", "How many of the newest periods (60)"),
            json,
        ],
        details: """
            STREAK is the key of a streak definition; without it, every streak is explained.

            \(RemoteServer.details)
            """
    ) { arguments in
        let user = try user(in: arguments, wordCount: 2)
        let periods = try arguments.integer("--periods", in: 1...1_000, default: 60)
        let server = try RemoteServer(arguments)
        let path = "/v1/users/\(user.percentEncoded)/streaks"
        var keys = Array(arguments.words.dropFirst())
        if keys.isEmpty {
            let streaks = try JSONCursor(await server.get(path)[0]).elements()
            keys = try streaks.map { try $0.fields().string("key") }
        }
        for (number, key) in keys.enumerated() {
            let asked = "\(path)/\(key.percentEncoded)/explain?periods=\(periods)"
            let document = try await server.get(asked)[0]
            if number > 0 { Console.print("") }
            guard !arguments.has("--json") else {
                Console.print(document.text)
                continue
            }
            for sentence in try JSONCursor(document).fields().array("sentences") {
                Console.print(try sentence.string().printable)
            }
        }
    }

    static let events = Command(
        name: "users events",
        summary: "Lists the newest events of a user",
        arguments: "USER",
        options: RemoteServer.options + [
            .value("--limit", "COUNT", "How many (20)"),
            json,
        ],
        details: "The key must be an admin key.\n\n\(RemoteServer.details)"
    ) { arguments in
        let user = try user(in: arguments, wordCount: 1)
        let limit = try arguments.integer("--limit", in: 1...100, default: 20)
        let path = "/admin/v1/users/\(user.percentEncoded)/events?limit=\(limit)"
        let document = try await RemoteServer(arguments).get(path)[0]
        guard !arguments.has("--json") else { return Console.print(document.text) }
        var table = TextTable(["OCCURRED", "METRIC", "VALUE", "ATTRIBUTES", "KEY"])
        for event in try JSONCursor(document).fields().array("events") {
            let fields = try event.fields()
            table.add([
                try fields.string("occurredAt"),
                try fields.string("metricKey").printable,
                try number("value", in: fields),
                try pairs("attributes", in: fields),
                try fields.optionalString("deletedAt").map { "deleted \($0)" }
                    ?? fields.optionalString("idempotencyKey")?.printable ?? "",
            ])
        }
        Console.print(table.text)
    }

    private static func user(in arguments: Arguments, wordCount: Int) throws -> String {
        try arguments.allowWords(wordCount)
        guard let user = arguments.words.first, !user.isEmpty else {
            throw UsageError("USER is required")
        }
        return user
    }

    // What is shown.

    private static func profile(_ user: JSONFields) throws -> String {
        let words = try ["id", "name", "email", "tz"].compactMap { try user.optionalString($0) }
        let attributes = try pairs("attributes", in: user)
        return [
            words.map(\.printable).joined(separator: "  "),
            "created \(try user.string("created")), changed \(try user.string("updated"))",
            attributes,
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func metrics(_ list: JSONCursor) throws -> TextTable {
        var table = TextTable(["METRIC", "TOTAL"])
        for metric in try list.elements() {
            let fields = try metric.fields()
            table.add([try fields.string("key").printable, try number("current", in: fields)])
        }
        return table
    }

    private static func streaks(_ list: JSONCursor) throws -> TextTable {
        var table = TextTable(["STREAK", "STATUS", "LENGTH", "LONGEST", "FREEZES", "DEADLINE"])
        for streak in try list.elements() {
            let fields = try streak.fields()
            table.add([
                try fields.string("key").printable, try fields.string("status"),
                try number("length", in: fields), try number("longest", in: fields),
                try number("freezes", in: fields), try fields.optionalString("deadline") ?? "",
            ])
        }
        return table
    }

    private static func achievements(_ list: JSONCursor) throws -> TextTable {
        var table = TextTable(["ACHIEVEMENT", "REACHED"])
        for achievement in try list.elements() {
            let fields = try achievement.fields()
            table.add([
                try fields.string("name").printable,
                try fields.optionalString("achievedAt") ?? "",
            ])
        }
        return table
    }

    private static func printTable(_ table: TextTable) {
        guard table.rowCount > 0 else { return }
        Console.print("\n" + table.text)
    }

    private static func number(_ name: String, in fields: JSONFields) throws -> String {
        try fields.optionalNumber(name)?.literal ?? ""
    }

    private static func pairs(_ name: String, in fields: JSONFields) throws -> String {
        try fields.stringMap(name).sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)".printable }.joined(separator: " ")
    }
}
