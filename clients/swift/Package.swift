// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "laurel-client",
    platforms: [.macOS(.v13), .iOS(.v16)],
    products: [
        .library(name: "Trophy", targets: ["Trophy"]),
        .library(name: "Laurel", targets: ["Laurel"]),
    ],
    targets: [
        // A drop-in for Trophy's own SDK: the same names and labels.
        .target(name: "Trophy"),
        // What is Laurel's own: times, explanations, several streaks, the stream, a queue that lasts.
        .target(name: "Laurel", dependencies: ["Trophy"]),
        // The program of the quick start.
        .executableTarget(name: "quickstart", dependencies: ["Trophy", "Laurel"]),
        // What a test ends at any moment, to see that the queue loses nothing.
        .executableTarget(name: "queuetrial", dependencies: ["Trophy", "Laurel"]),
        .testTarget(name: "ClientTests", dependencies: ["Trophy", "Laurel"]),
    ],
    swiftLanguageModes: [.v6]
)
