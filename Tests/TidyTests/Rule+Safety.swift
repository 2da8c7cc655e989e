extension Rule {
    static let noTraps = Rule.pattern(
        "nothing in Sources traps on what a caller sends",
        in: \.isSource,
        "try!, as! and fatalError trap; throw, or state a precondition",
        isBroken: { line in
            ["!", "fatalError"].contains(where: line.contains)
                && line.contains(/\btry!|\bas!|\bfatalError\(/)
        }
    )

    static let noForcedUnwraps = Rule.pattern(
        "nothing in Sources is unwrapped by force",
        in: \.isSource,
        "an exclamation mark after a value or a type; unwrap with guard",
        isBroken: { line in
            line.contains("!") && line.contains(/[\w\])>]!(?!=)/)
                && !line.contains(/\b(?:try|as)!/)
        }
    )

    /// Where memory is touched, and reviewers look twice.
    private static let unsafeRooms: Set<String> = [
        "CallExamples", "Curl", "Dashboard", "Gzip", "HTTPServer", "OperatingSystem",
        "Postgres", "SQLite", "Crypto", "Sodium", "Tokens", "Zstd",
    ]

    static let unsafeRoomsOnly = Rule.pattern(
        "unsafe stands only in the rooms that speak to C",
        in: { $0.isSource && !unsafeRooms.contains($0.room) },
        "unsafe; move it to a room that wraps C",
        isBroken: { line in line.contains("nsafe") && line.contains(/\bunsafe|\bUnsafe/) }
    )

    static let noPrinting = Rule.pattern(
        "only OperatingSystem prints",
        in: { $0.isSource && $0.room != "OperatingSystem" },
        "print; use Console, which writes at once",
        isBroken: { line in
            line.contains("(") && line.contains(/(?:^|[^.\w])(?:print|debugPrint|dump|NSLog)\(/)
        }
    )

    static let noFoundationProcess = Rule.pattern(
        "other programs are run by ChildProcess",
        in: \.isSwift,
        "Process reads over the end of its memory where many descriptors are open; use ChildProcess",
        isBroken: { line in
            line.contains("Process(") && line.contains(/(?:^|[^.\w])(?:Foundation\.)?Process\(/)
        }
    )
}
