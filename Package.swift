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
func tests(of name: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name)] + dependencies,
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
        library("CMicroHTTPD", pkgConfig: "libmicrohttpd", debian: "libmicrohttpd-dev"),
        library("CSodium", pkgConfig: "libsodium", debian: "libsodium-dev"),

        room("CivilTime"),
        room("HTTP"),
        room("Sodium", uses: ["CSodium"]),
        room("Engine", uses: ["CivilTime"]),
        room("Storage", uses: ["CivilTime", "Engine", "HTTP", "Sodium"]),
        room("SQLite", uses: ["Storage", "CSQLite"]),
        room("HTTPServer", uses: ["HTTP", "CMicroHTTPD"]),
        room("Service", uses: ["CivilTime", "Engine", "Sodium", "Storage"]),
        room("TrophyAPI", uses: ["CivilTime", "Engine", "HTTP", "Service"]),
        .executableTarget(
            name: "laurel",
            dependencies: [
                "CivilTime", "Engine", "HTTP", "HTTPServer", "SQLite", "Service", "Sodium",
                "Storage", "TrophyAPI",
            ],
            swiftSettings: strict
        ),

        tests(of: "CivilTime"),
        tests(of: "HTTP"),
        tests(of: "Sodium"),
        tests(of: "Engine", uses: ["CivilTime"]),
        tests(of: "Storage", uses: ["CivilTime", "Engine", "SQLite"]),
        tests(of: "SQLite", uses: ["Storage"]),
        tests(of: "HTTPServer", uses: ["HTTP"]),
        tests(of: "Service", uses: ["CivilTime", "Engine", "SQLite", "Sodium", "Storage"]),
        tests(
            of: "TrophyAPI",
            uses: ["CivilTime", "Engine", "HTTP", "SQLite", "Service", "Sodium", "Storage"]
        ),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
