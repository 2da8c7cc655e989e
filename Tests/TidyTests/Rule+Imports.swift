extension Rule {
    /// What each room may import: what the manifest says, and what it may of the toolchain.
    static let house: [String: Set<String>] = Dictionary(
        uniqueKeysWithValues: Manifest(SourceTree.manifest).rooms.map { room, walls in
            (room, walls.union(toolchain.filter { $0.value.contains(room) }.keys))
        }
    )

    /// The modules that the toolchain brings, which no manifest names, and the rooms that need them.
    static let toolchain: [String: Set<String>] = [
        "Dispatch": [
            "Curl", "Intake", "OperatingSystem", "Postgres", "SQLite", "ServiceRuntime",
            "Webhooks",
        ],
        "Foundation": [],
        "FoundationEssentials": ["CivilTime"],
        "Glibc": ["HTTPServer", "OperatingSystem", "Postgres", "SQLite", "Tokens"],
        "Synchronization": [
            "Access", "Analytics", "Boards", "Catalogue", "CivilTime", "Curl", "Dashboard",
            "Delivery", "Groups", "HTTPServer", "Intake", "LaurelAPI", "Postgres", "Push",
            "Reading",
            "Reminders", "Rounds", "SQLite",
            "Service", "ServiceRuntime", "Tokens", "Webhooks", "Wire", "laurel",
        ],
    ]

    static let importDirections = Rule(name: "a room imports only what stands below it") { file in
        guard file.isSource, file.isSwift else { return [] }
        let allowed = house[file.room] ?? []
        return file.imports.filter { !allowed.contains($0) }.map {
            Finding("imports \($0); \(file.room) may import \(allowed.sorted())")
        }
    }

    static let foundation = Rule(
        name: "Foundation is imported where nothing else serves",
        exceptions: [
            "Sources/CivilTime/ZoneFiles.swift": "files are read without unsafe",
            "Tests/CivilTimeTests/ZoneDatabaseTests.swift": "folders of zones are made",
            "Tests/CivilTimeTests/ZoneOracle.swift": "another implementation is asked",
            "Tests/CommandLineTests/CommandLineTests.swift": "the program is run",
            "Tests/CommandLineTests/EmptyFolder.swift": "folders for databases are made",
            "Tests/CommandLineTests/KeysCommandTests.swift": "folders for databases are made",
            "Tests/CommandLineTests/Program.swift": "the program is run",
            "Tests/CommandLineTests/ScenarioTests.swift": "scenarios are read and written",
            "Tests/CommandLineTests/Snapshot.swift": "snapshots are read",
            "Tests/HTTPServerTests/Gate.swift": "threads wait",
            "Tests/HTTPServerTests/TestApplication.swift": "threads answer",
            "Tests/HTTPServerTests/WireClient.swift": "threads block on sockets",
            "Tests/PhoenixAPITests/ReferenceTests.swift": "the reference page is read",
            "Tests/SQLiteTests/SQLiteErrorTests.swift": "files are damaged",
            "Tests/SQLiteTests/SQLiteFileTests.swift": "modes of files are changed",
            "Tests/StorageTests/Statements/StatementFormTests.swift": "the sources are read",
            "Tests/TestBasics/TemporaryFolder.swift": "folders for databases are made",
            "Tests/TidyTests/SourceTree.swift": "the project's files are read",
            "Tests/BricqsAPITests/RouteTests.swift": "the reference page is read",
            "Tests/TrophyAPITests/ReferenceTests.swift": "the reference page is read",
        ]
    ) { file in
        // The clients run on the systems of others, where Foundation is what there is.
        file.isSwift && !file.path.hasPrefix("clients/")
            && file.imports.contains { $0.hasPrefix("Foundation") }
            ? [Finding("imports Foundation; say in the file why, and list it here")] : []
    }

    static let all = [
        fileSize, functionSize, noTraps, noForcedUnwraps, unsafeRoomsOnly, noPrinting,
        noFoundationProcess, fileNames,
        testNames, noDialectInEngine, oneMeaning, noReminders, noMachinePaths, importDirections,
        foundation,
    ]
}
