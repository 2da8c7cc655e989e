// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A room of the house: a library target with the strict settings.
func room(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one room.
func tests(
    of name: String,
    uses dependencies: [Target.Dependency] = [],
    excluding files: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name), "TestBasics"] + dependencies,
        exclude: files,
        swiftSettings: strict
    )
}

/// A C library of the system; exactly one room may use it.
func library(_ name: String, pkgConfig: String, debian: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debian])])
}

let package = Package(
    name: "laurel",
    products: [.executable(name: "laurel", targets: ["laurel"])],
    targets: [
        library("CSQLite", pkgConfig: "sqlite3", debian: "libsqlite3-dev"),
        library("CPostgres", pkgConfig: "libpq", debian: "libpq-dev"),
        // The system's own calls, which Swift imports badly or not at all.
        .systemLibrary(name: "CLinux"),
        library("CSodium", pkgConfig: "libsodium", debian: "libsodium-dev"),
        library("CJWT", pkgConfig: "libjwt", debian: "libjwt-dev"),
        library("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
        library("CCrypto", pkgConfig: "libcrypto", debian: "libssl-dev"),
        library("CZlib", pkgConfig: "zlib", debian: "zlib1g-dev"),
        library("CZstd", pkgConfig: "libzstd", debian: "libzstd-dev"),
        // The pages of the dashboard, embedded by the C compiler, which is quick at it.
        .target(
            name: "DashboardPages",
            exclude: ["deno.json", "guides", "pages", "tests"]
        ),
        // The elements of the UI kit, their gallery and the demo application, likewise.
        .target(
            name: "UIKitPages",
            exclude: [
                "app", "custom-elements.json", "deno.json", "describe.py", "gallery", "index.html",
                "kit", "laurel.d.ts", "push", "react.js", "tests", "words",
            ]
        ),

        // Requests and answers that tests have seen, for the documents of the calls.
        .target(name: "CCallExamples", exclude: ["examples.json"]),

        room("CivilTime"),
        room("JSONText"),
        room("CallExamples", uses: ["CCallExamples", "JSONText"]),
        room("HTTP", uses: ["JSONText"]),
        room("Images"),
        room("OperatingSystem"),
        room("Ranking"),
        room("Sodium", uses: ["CSodium"]),
        room("Tokens", uses: ["CJWT", "CivilTime", "JSONText", "Sodium"]),
        room("Engine", uses: ["CivilTime"]),
        room("Storage", uses: ["CivilTime", "Engine", "JSONText", "Sodium"]),
        room("SQLite", uses: ["Storage", "CSQLite"]),
        room("Postgres", uses: ["CPostgres", "Storage"]),
        room("HTTPServer", uses: ["HTTP", "CLinux"]),
        room("Gzip", uses: ["CZlib"]),
        room("Zstd", uses: ["CZstd"]),
        room("Curl", uses: ["CCurl", "HTTP", "OperatingSystem"]),
        room(
            "Dashboard",
            uses: ["DashboardPages", "Gzip", "HTTP", "OperatingSystem", "Sodium", "UIKitPages"]
        ),
        room(
            "HistoryLines",
            uses: ["CivilTime", "Engine", "HTTP", "JSONText", "Sodium", "Wire"]
        ),
        room("Crypto", uses: ["CCrypto"]),
        room("Push", uses: ["CivilTime", "Crypto", "Curl", "JSONText", "Sodium"]),
        room("Mail", uses: ["CivilTime", "Engine", "JSONText", "Sodium"]),
        room(
            "ServiceRuntime",
            uses: ["CivilTime", "Engine", "OperatingSystem", "Sodium", "Storage"]
        ),
        room(
            "Intake",
            uses: ["CivilTime", "Engine", "OperatingSystem", "ServiceRuntime", "Storage"]
        ),
        room(
            "Catalogue",
            uses: [
                "CivilTime", "Engine", "Images", "JSONText", "ServiceRuntime", "Sodium", "Storage",
                "Tokens",
            ]
        ),
        room(
            "Access",
            uses: [
                "Catalogue", "CivilTime", "Engine", "HTTP", "JSONText", "ServiceRuntime", "Sodium",
                "Storage", "Tokens",
            ]
        ),
        room(
            "Delivery",
            uses: ["CivilTime", "Engine", "JSONText", "ServiceRuntime", "Storage"]
        ),
        room(
            "Reading",
            uses: ["Catalogue", "CivilTime", "Engine", "Intake", "ServiceRuntime", "Storage"]
        ),
        room(
            "Boards",
            uses: [
                "Catalogue", "CivilTime", "Engine", "Ranking", "ServiceRuntime", "Storage",
            ]
        ),
        room(
            "Analytics",
            uses: ["Catalogue", "CivilTime", "Engine", "Reading", "ServiceRuntime", "Storage"]
        ),
        room(
            "Groups",
            uses: [
                "Catalogue", "CivilTime", "Delivery", "Engine", "Reading", "ServiceRuntime",
                "Storage",
            ]
        ),
        room(
            "Rounds",
            uses: [
                "Analytics", "Catalogue", "CivilTime", "Delivery", "Engine", "Groups", "Intake",
                "JSONText", "Ranking", "Reading", "ServiceRuntime", "Storage",
            ]
        ),
        room(
            "Webhooks",
            uses: [
                "Catalogue", "CivilTime", "Curl", "Delivery", "Engine", "JSONText",
                "OperatingSystem", "ServiceRuntime", "Sodium", "Storage",
            ]
        ),
        room(
            "Reminders",
            uses: [
                "Catalogue", "CivilTime", "Curl", "Delivery", "Engine", "HTTP", "Mail", "Push",
                "Reading",
                "ServiceRuntime", "Sodium", "Storage",
            ]
        ),
        room(
            "Service",
            uses: [
                "Access", "Analytics", "Boards", "Catalogue", "CivilTime", "Delivery", "Engine",
                "Groups", "Intake", "Reading", "Reminders", "Rounds", "ServiceRuntime", "Sodium",
                "Storage", "Webhooks",
            ]
        ),
        room(
            "Wire",
            uses: [
                "Access", "CallExamples", "Catalogue", "CivilTime", "Delivery", "Engine", "HTTP",
                "JSONText", "Rounds", "Service", "ServiceRuntime", "Storage",
            ]
        ),
        room(
            "LaurelAPI",
            uses: [
                "Access", "Analytics", "Catalogue", "CivilTime", "Delivery", "Engine", "Groups",
                "HTTP", "HistoryLines", "Intake", "JSONText", "Mail", "Reading", "Reminders",
                "Rounds", "Service",
                "ServiceRuntime", "Storage", "Tokens", "Webhooks", "Wire",
            ]
        ),
        room(
            "TrophyAPI",
            uses: [
                "Access", "Catalogue", "CivilTime", "Engine", "HTTP", "Intake", "JSONText",
                "Reading", "Service", "Storage", "ServiceRuntime", "Sodium", "Webhooks", "Wire",
                "Boards",
            ]
        ),
        room(
            "BricqsAPI",
            uses: [
                "Access", "Catalogue", "CivilTime", "Engine", "HTTP", "Intake", "JSONText",
                "Reading", "Rounds", "Service", "ServiceRuntime", "Sodium", "Storage", "Webhooks",
                "Wire", "Boards",
            ]
        ),
        room(
            "PhoenixAPI",
            uses: [
                "Access", "Catalogue", "CivilTime", "Engine", "HTTP", "Intake", "JSONText",
                "Reading", "Rounds", "Service", "Storage", "Webhooks", "Wire",
            ]
        ),
        .executableTarget(
            name: "laurel",
            dependencies: [
                "Access", "Analytics", "BricqsAPI", "Catalogue", "CivilTime", "Crypto", "Curl",
                "Dashboard", "Delivery", "Engine", "Groups", "Gzip", "HTTP", "HTTPServer",
                "HistoryLines", "Intake",
                "JSONText", "LaurelAPI", "Mail", "OperatingSystem", "PhoenixAPI", "Postgres",
                "Push",
                "Ranking", "Reading", "Reminders", "Rounds", "SQLite", "Service", "ServiceRuntime",
                "Sodium", "Storage", "TrophyAPI", "Webhooks", "Wire", "Zstd",
            ],
            swiftSettings: strict
        ),

        // What tables of rules, random histories and files of tests are made of.
        .target(
            name: "TestBasics",
            dependencies: ["OperatingSystem"],
            path: "Tests/TestBasics",
            swiftSettings: strict
        ),
        // Runs other programs, for the tests that need one.
        .target(name: "ChildProcess", path: "Tests/ChildProcess", swiftSettings: strict),
        tests(of: "CivilTime", uses: ["ChildProcess"], excluding: ["zone_oracle.py"]),
        tests(of: "JSONText"),
        tests(of: "CallExamples", uses: ["JSONText"]),
        tests(of: "HTTP", uses: ["JSONText"]),
        tests(of: "Images"),
        tests(of: "OperatingSystem"),
        tests(of: "Ranking"),
        tests(of: "Sodium"),
        tests(of: "Tokens", uses: ["CivilTime", "JSONText", "Sodium"]),
        // The judge of the tests: the rules of streaks by the plainest code.
        .target(
            name: "StreakReference",
            dependencies: ["CivilTime", "Engine"],
            path: "Tests/StreakReference",
            swiftSettings: strict
        ),
        tests(of: "Engine", uses: ["CivilTime", "OperatingSystem", "StreakReference"]),
        tests(
            of: "Storage",
            uses: ["CivilTime", "Engine", "SQLite", "TestKit"]
        ),
        tests(of: "SQLite", uses: ["Storage"]),
        tests(of: "Postgres", uses: ["OperatingSystem", "Storage"]),
        tests(of: "HTTPServer", uses: ["HTTP", "JSONText"]),
        tests(of: "Gzip", uses: ["ChildProcess", "OperatingSystem"]),
        tests(of: "Zstd", uses: ["ChildProcess", "OperatingSystem"]),
        tests(of: "Curl", uses: ["HTTP", "HTTPServer"]),
        tests(of: "ServiceRuntime", uses: ["CivilTime", "Engine", "Sodium"]),
        tests(of: "Dashboard", uses: ["HTTP"]),
        tests(of: "HistoryLines", uses: ["CivilTime", "Engine", "JSONText"]),
        tests(of: "Intake", uses: ["Storage"]),
        tests(
            of: "Catalogue",
            uses: ["CivilTime", "Engine", "SQLite", "Service", "Storage", "TestKit"]
        ),
        tests(of: "Delivery", uses: ["Engine", "ServiceRuntime", "Storage"]),
        tests(of: "Mail", uses: ["CivilTime", "Engine", "JSONText"]),
        tests(of: "Crypto", uses: ["Sodium"]),
        tests(of: "Push", uses: ["CivilTime", "Crypto", "Curl", "JSONText", "Sodium"]),
        tests(of: "Reminders", uses: ["Curl", "Engine", "Push", "Storage"]),
        tests(of: "Webhooks", uses: ["CivilTime", "Curl", "Engine", "ServiceRuntime", "Storage"]),
        tests(of: "Reading", uses: ["Engine"]),
        tests(of: "Analytics"),
        tests(of: "Groups", uses: ["Engine"]),
        tests(of: "Boards", uses: ["CivilTime", "Engine", "Ranking", "Storage"]),
        tests(of: "Rounds", uses: ["CivilTime"]),
        tests(
            of: "Service",
            uses: [
                "Access", "Analytics", "Catalogue", "CivilTime", "Delivery", "Engine", "Groups",
                "Intake", "JSONText", "OperatingSystem", "Reading", "Reminders", "Rounds", "SQLite",
                "ServiceRuntime", "Sodium", "Storage", "StreakReference", "TestKit", "Tokens",
            ]
        ),
        // Databases on both engines, and a server in process to which the tests of dialects speak.
        .target(
            name: "TestKit",
            dependencies: [
                "Access", "Boards", "CivilTime", "HTTP", "JSONText", "OperatingSystem", "Postgres",
                "Rounds", "SQLite", "Service", "ServiceRuntime", "Storage", "TestBasics", "Wire",
            ],
            path: "Tests/TestKit",
            swiftSettings: strict
        ),
        tests(
            of: "Access",
            uses: [
                "BricqsAPI", "Catalogue", "CivilTime", "Engine", "HTTP", "JSONText", "LaurelAPI",
                "PhoenixAPI", "SQLite", "Service", "Sodium", "Storage", "TestKit", "Tokens",
                "TrophyAPI", "Wire",
            ]
        ),
        tests(
            of: "Wire",
            uses: [
                "Access", "Catalogue", "Engine", "HTTP", "JSONText", "Service", "ServiceRuntime",
                "Storage",
                "TestKit",
            ]
        ),
        tests(
            of: "LaurelAPI",
            uses: [
                "Access", "Catalogue", "CivilTime", "Engine", "HTTP", "JSONText", "Service",
                "Storage", "TestKit", "Tokens", "Wire",
            ]
        ),
        tests(
            of: "TrophyAPI",
            uses: [
                "Access", "Boards", "Catalogue", "CivilTime", "Engine", "HTTP", "JSONText",
                "LaurelAPI", "SQLite", "Service", "ServiceRuntime", "Sodium", "Storage", "TestKit",
                "Tokens", "Webhooks", "Wire",
            ]
        ),
        tests(
            of: "BricqsAPI",
            uses: [
                "Access", "Catalogue", "CivilTime", "Engine", "HTTP", "JSONText", "LaurelAPI",
                "Reading", "Service", "Storage", "TestKit", "TrophyAPI", "Wire",
            ]
        ),
        tests(
            of: "PhoenixAPI",
            uses: [
                "Access", "Catalogue", "CivilTime", "Engine", "HTTP", "JSONText", "LaurelAPI",
                "Reading", "Service", "Storage", "TestKit", "Tokens", "TrophyAPI", "Wire",
            ]
        ),
        .testTarget(
            name: "CommandLineTests",
            // The binary is run, not linked; the dependency has it built first.
            dependencies: ["ChildProcess", "TestBasics", "laurel"],
            exclude: ["Scenarios", "Snapshots"],
            swiftSettings: strict
        ),
        .testTarget(name: "TidyTests", dependencies: ["TestBasics"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
