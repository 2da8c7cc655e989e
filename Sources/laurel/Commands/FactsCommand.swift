import CivilTime
import Delivery
import Engine
import OperatingSystem
import Service
import Storage

/// Following facts.
enum FactsCommand {
    static let follow = Command(
        name: "facts follow",
        summary: "Prints every fact as a line of JSON, from where it stopped the last time",
        options: [
            OpenDatabase.existingOption,
            .value("--name", "NAME", "The name under which the database keeps the place"),
            .value("--kinds", "KINDS", "Which, with commas, or all (streak.* and achievement.*)"),
            .value("--from", "WHERE", "start or now: where a new name begins (start)"),
        ],
        details: """
            Of all processes that follow under one name, one works and the others wait: they take over
            within 10 seconds when it ends, however it ends. A fact may be printed twice, never not at
            all: the place moves after the lines have been written. Ends at the first SIGTERM or SIGINT.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let printer = FactPrinter(name: try name(in: arguments), kinds: try kinds(in: arguments))
        let opened = try OpenDatabase(arguments, makesFile: false)
        let run = FollowerRun(
            printer,
            on: opened.database,
            beginsAtPresent: try beginsAtPresent(arguments)
        )
        TerminationSignals.ignoreBrokenPipes()
        let work = Task { try await run.run() }
        let signals = TerminationSignals { work.cancel() }
        defer { withExtendedLifetime(signals) {} }
        try await work.value
    }

    private static func name(in arguments: Arguments) throws -> String {
        let name = try arguments.required("--name")
        let isFit = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isFit, (1...100).contains(name.utf8.count) else {
            throw UsageError("option --name must be 1 to 100 letters, digits, -, _ or .")
        }
        return name
    }

    private static func kinds(in arguments: Arguments) throws -> Set<Fact.Kind>? {
        guard let text = arguments["--kinds"] else { return Set(Fact.Kind.usual) }
        guard text != "all" else { return nil }
        let known = Fact.Kind.all.map(\.rawValue)
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for name in names where !known.contains(name) {
            throw UsageError(
                "option --kinds must be all, or some of \(known.joined(separator: ", ")), not \"\(name)\""
            )
        }
        return Set(names.map(Fact.Kind.init))
    }

    private static func beginsAtPresent(_ arguments: Arguments) throws -> Bool {
        switch arguments["--from"] ?? "start" {
        case "start": return false
        case "now": return true
        case let other: throw UsageError("option --from must be start or now, not \"\(other)\"")
        }
    }
}

/// Prints facts to standard output, and what an operator should know to standard error.
private struct FactPrinter: Follower {
    let name: String
    let kinds: Set<Fact.Kind>?

    func deliver(_ facts: [PlacedFact]) async throws {
        let lines = facts.map(FactLine.text)
        // Whoever reads a pipe may be slow, and the lease is renewed meanwhile.
        let isWritten = await withCheckedContinuation { continuation in
            SystemThread.start {
                continuation.resume(returning: Console.tryPrint(lines.joined(separator: "\n")))
            }
        }
        guard isWritten else {
            throw CommandFailure("standard output cannot be written; the place stays where it was")
        }
    }

    func note(_ note: FollowerNote) {
        Console.printError("laurel: \(Self.text(of: note, name))")
    }

    private static func text(of note: FollowerNote, _ name: String) -> String {
        switch note {
        case .waiting: "another process follows as \(name); waiting until it ends"
        case .working: "following as \(name)"
        case .leaseLost: "another process has taken over as \(name)"
        case .orderChanged:
            "the database was copied or restored; every fact that is kept comes again"
        case .factsMissing:
            "\(name) was away for longer than facts are kept; some are missing"
        case .databaseFailed(let error): "\(error.message); trying again"
        }
    }
}
