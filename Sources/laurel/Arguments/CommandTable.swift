import OperatingSystem
import Storage

/// Everything that `laurel` does.
enum CommandTable {
    static let commands: [Command] = [
        ServeCommand.command,
        KeysCommand.create, KeysCommand.list, KeysCommand.revoke,
        AdminsCommand.create, AdminsCommand.list, AdminsCommand.reset,
        TokensCommand.mint,
        UsersCommand.show, UsersCommand.explain, UsersCommand.events, TailCommand.command,
        FactsCommand.follow,
        ImportCommand.command,
        ExportCommand.facts, ExportDataCommand.command, ConfigurationCommand.export,
        ConfigurationCommand.plan, ConfigurationCommand.apply,
        WebhooksCommand.list, WebhooksCommand.test, WebhooksCommand.replay,
        WhatIfCommand.command, DoctorCommand.command, ToolsCommand.command,
        DemoCommand.command,
        BackupCommand.command,
        CopyCommand.command,
        SchemaCommand.command,
        RecomputeCommand.analytics,
        ScenarioCommand.command,
        BenchCommand.statements, BenchCommand.ranking,
    ]

    /// The version of this build.
    static let version = "0.1.0"

    /// Does what the words say; the answer is the exit status.
    static func run(_ words: [String]) async -> Int32 {
        do {
            try await dispatch(words)
            return 0
        } catch let error as UsageError {
            Console.printError("laurel: \(error.message). Try 'laurel help'.")
            return 2
        } catch let status as ExitStatus {
            return status.number
        } catch let error as CommandFailure {
            Console.printError("laurel: \(error.message)")
            return 1
        } catch {
            Console.printError("laurel: \(error)")
            return 1
        }
    }

    private static func dispatch(_ words: [String]) async throws {
        switch words.first {
        case nil, "help", "--help", "-h":
            try printHelp(about: words.dropFirst().joined(separator: " "))
        case "--version", "version":
            Console.print("laurel \(version)")
        default:
            try await runCommand(words)
        }
    }

    private static func runCommand(_ words: [String]) async throws {
        for command in commands {
            let name = command.name.split(separator: " ").map(String.init)
            guard words.starts(with: name) else { continue }
            let rest = Array(words.dropFirst(name.count))
            if rest.contains("--help") || rest.contains("-h") {
                return Console.print(command.help)
            }
            let arguments = try Arguments(rest, options: command.options)
            // What a server changes, it changes for those who ask for it.
            let isServer = command.name == ServeCommand.command.name
            let author = isServer ? Author(.system) : Author(.command, command.name)
            return try await Author.$current.withValue(author) { try await command.run(arguments) }
        }
        if let group = words.first, commands.contains(where: { $0.name.hasPrefix("\(group) ") }) {
            if words.dropFirst().first == "--help" { return try printHelp(about: group) }
            let names = commands.map(\.name).filter { $0.hasPrefix("\(group) ") }
            let odd = words.dropFirst().first.map { "unknown command \"\(group) \($0)\"; " } ?? ""
            throw UsageError("\(odd)say which: \(names.joined(separator: ", "))")
        }
        throw UsageError("unknown command \"\(words[0])\"")
    }

    private static func printHelp(about name: String) throws(UsageError) {
        guard !name.isEmpty else { return Console.print(overview) }
        let found = commands.filter { $0.name == name || $0.name.hasPrefix("\(name) ") }
        guard !found.isEmpty else { throw UsageError("unknown command \"\(name)\"") }
        Console.print(found.map(\.help).joined(separator: "\n\n"))
    }

    private static var overview: String {
        let list = commands.map { "  \($0.name.padded(to: 20))\($0.summary)" }
        return """
            laurel \(version): streaks and achievements, on your own machine.

            Commands:
            \(list.joined(separator: "\n"))

            'laurel help COMMAND' tells more about one of them.
            """
    }
}
