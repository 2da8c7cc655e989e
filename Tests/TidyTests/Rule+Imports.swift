extension Rule {
    /// What each room may import, from the ground up: nothing that is not in the line.
    static let house: [String: Set<String>] = [
        "CivilTime": ["FoundationEssentials", "Synchronization"],
        "JSONText": [],
        "Images": [],
        "HTTP": ["JSONText"],
        "OperatingSystem": ["Dispatch", "Glibc"],
        "Sodium": ["CSodium"],
        "Tokens": ["CJWT", "CivilTime", "Glibc", "JSONText", "Sodium", "Synchronization"],
        "Engine": ["CivilTime"],
        "Storage": ["CivilTime", "Engine", "JSONText", "Sodium"],
        "SQLite": ["CSQLite", "Dispatch", "Glibc", "Storage", "Synchronization"],
        "Postgres": ["CPostgres", "Dispatch", "Glibc", "Storage", "Synchronization"],
        "HTTPServer": ["CLinux", "Glibc", "HTTP", "Synchronization"],
        "ServiceRuntime": [
            "CivilTime", "Dispatch", "Engine", "OperatingSystem", "Sodium", "Storage",
            "Synchronization",
        ],
        "Intake": [
            "CivilTime", "Dispatch", "Engine", "OperatingSystem", "ServiceRuntime", "Storage",
            "Synchronization",
        ],
        "Service": [
            "CivilTime", "Engine", "Images", "Intake", "JSONText", "ServiceRuntime", "Sodium",
            "Storage", "Synchronization", "Tokens",
        ],
        "Access": ["CivilTime", "HTTP", "Service"],
        "TrophyAPI": [
            "Access", "CivilTime", "Engine", "HTTP", "Intake", "JSONText", "Service",
            "ServiceRuntime", "Storage", "Synchronization", "Tokens",
        ],
        "PhoenixAPI": [
            "Access", "CivilTime", "Engine", "HTTP", "Intake", "JSONText", "Service",
            "ServiceRuntime",
            "Storage",
        ],
        "BricqsAPI": [
            "Access", "CivilTime", "Engine", "HTTP", "Intake", "JSONText", "Service",
            "ServiceRuntime",
            "Storage",
        ],
        "laurel": [
            "BricqsAPI", "CivilTime", "Engine", "HTTP", "HTTPServer", "Intake", "JSONText",
            "OperatingSystem",
            "PhoenixAPI", "Postgres", "SQLite", "Service", "ServiceRuntime", "Storage",
            "Synchronization", "TrophyAPI",
        ],
    ]

    /// What the toolchain brings, which the manifest does not name.
    static let toolchain: Set<String> = [
        "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization",
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
            "Tests/PhoenixAPITests/TestServer.swift": "folders for databases are made",
            "Tests/SQLiteTests/SQLiteErrorTests.swift": "files are damaged",
            "Tests/SQLiteTests/SQLiteFileTests.swift": "modes of files are changed",
            "Tests/SQLiteTests/TemporaryFolder.swift": "folders for databases are made",
            "Tests/ServiceTests/TemporaryFolder.swift": "folders for databases are made",
            "Tests/StorageTests/TemporaryFolder.swift": "folders for databases are made",
            "Tests/TidyTests/SourceTree.swift": "the project's files are read",
            "Tests/BricqsAPITests/RouteTests.swift": "the reference page is read",
            "Tests/TrophyAPITests/ReferenceTests.swift": "the reference page is read",
            "Tests/TestService/TestServer.swift": "folders for databases are made",
        ]
    ) { file in
        file.isSwift && file.imports.contains { $0.hasPrefix("Foundation") }
            ? [Finding("imports Foundation; say in the file why, and list it here")] : []
    }

    static let all = [
        fileSize, functionSize, noTraps, noForcedUnwraps, unsafeRoomsOnly, noPrinting,
        noFoundationProcess, fileNames,
        testNames, noReminders, noMachinePaths, importDirections, foundation,
    ]
}
